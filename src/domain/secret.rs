//! Which names promise a secret, so that its value is not shown; and what is said without data.

mod said;

pub use said::without_data;

/// Parts of names that people give to secrets, in lower case and without separators.
const TELLING: [&str; 11] = [
    "password",
    "passwd",
    "pwd",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "privatekey",
    "credential",
    "passphrase",
    "authorization",
];

/// What stands for a value that is not shown; it does not tell its length.
pub const MASK: &str = "••••••";

/// Whether a value of this name is likely to be a secret: `--db-password`, `API_KEY`, `authToken`.
pub fn is_secret(name: &str) -> bool {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let letters = letters.to_ascii_lowercase();
    TELLING.iter().any(|part| letters.contains(part))
}

/// Whether a value is not shown: its name promises a secret, or it is a URL that somebody has signed.
pub fn is_hidden(name: &str, value: &str) -> bool {
    is_secret(name) || value.to_ascii_lowercase().contains(SIGNATURE)
}

/// What every presigned URL of S3 has (API reference, authenticating requests with query parameters).
const SIGNATURE: &str = "x-amz-signature";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_url_is_hidden_under_any_name() {
        assert!(is_hidden("--note", "https://b.s3.amazonaws.com/k?X-Amz-Signature=12ab"));
        assert!(!is_hidden("--note", "https://b.s3.amazonaws.com/k?versionId=12ab"));
        assert!(is_hidden("--db-password", "x"));
    }

    #[test]
    fn names_that_promise_a_secret_are_known_however_they_are_written() {
        for name in ["--db-password", "API_KEY", "authToken", "aws_secret_access_key", "--Private.Key", "PWD"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in ["--failure_rate", "bucket_name", "--job-bookmark-option", "--key", "monkey", ""] {
            assert!(!is_secret(name), "{name}");
        }
    }
}

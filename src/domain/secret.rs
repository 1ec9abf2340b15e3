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

#[cfg(test)]
mod tests {
    use super::*;

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

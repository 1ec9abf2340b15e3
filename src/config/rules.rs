//! What AWS accepts as names, as far as it says so. A rule returns what it expects.
//!
//! Sources: the API references' parameter patterns, and the S3 user guide, "Bucket naming rules".

/// A rule's verdict: what was expected.
pub type Verdict = Result<(), &'static str>;

fn holds(truth: bool, expected: &'static str) -> Verdict {
    if truth { Ok(()) } else { Err(expected) }
}

fn has_only(text: &str, more: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
}

/// One line without control or invisible characters, and not blank: the pipeline's name, a profile.
pub fn name(text: &str) -> Verdict {
    let plain = !text.trim().is_empty() && crate::domain::text::visible(text) == text;
    holds(plain && text.chars().count() <= 255, "a name: 1 to 255 characters, none of them invisible")
}

/// A region's name. It becomes part of a host's name, so no other character may pass.
pub fn region(text: &str) -> Verdict {
    let plain = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    holds(plain && (1..=63).contains(&text.len()), "a region such as \"us-east-2\"")
}

/// A general-purpose bucket's name, or the ARN of an access point.
pub fn bucket(text: &str) -> Verdict {
    let is_end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let plain = !text.contains(|c: char| c.is_ascii_uppercase()) && has_only(text, ".-");
    let dotted = text.contains("..") || text.parse::<std::net::Ipv4Addr>().is_ok();
    let ends = is_end(text.chars().next()) && is_end(text.chars().next_back());
    let ordinary = (3..=63).contains(&text.len()) && plain && !dotted && ends;
    holds(
        ordinary || is_arn(text, "s3"),
        "a bucket's name: 3 to 63 of a-z, 0-9, `-` and `.`, with a letter or digit at both ends",
    )
}

/// An object's key.
pub fn key(text: &str) -> Verdict {
    holds((1..=1024).contains(&text.len()), "an object's key: 1 to 1024 bytes")
}

/// A function's name, name with version or alias, partial or whole ARN (Lambda `NamespacedFunctionName`).
pub fn function(text: &str) -> Verdict {
    let name = text.rsplit_once("function:").map_or(text, |(_, name)| name);
    let (name, alias) = name.split_once(':').unwrap_or((name, "1"));
    let named = (1..=64).contains(&name.len()) && has_only(name, "-_");
    let pointed = (1..=128).contains(&alias.len()) && has_only(alias, "-_$");
    let whole = text.len() <= 170 && has_only(text, "-_:$");
    holds(
        named && pointed && whole,
        "a function's name (1 to 64 letters, digits, `-` and `_`), with or without `:alias`, or its ARN",
    )
}

/// The name of a Glue job, crawler or database (Glue `NameString`).
pub fn glue(text: &str) -> Verdict {
    let plain = !text.trim().is_empty() && crate::domain::text::visible(text) == text;
    holds(plain && text.len() <= 255, "a name in Glue: 1 to 255 bytes on one line, none of them invisible")
}

/// A log group's name (CloudWatch Logs `LogGroupName`).
pub fn group(text: &str) -> Verdict {
    holds(
        (1..=512).contains(&text.len()) && has_only(text, "-._/#"),
        "a log group's name: 1 to 512 letters, digits and `_`, `-`, `/`, `.`, `#`",
    )
}

fn is_arn(text: &str, service: &str) -> bool {
    let mut parts = text.splitn(6, ':');
    let mut next = || parts.next().unwrap_or_default();
    next() == "arn" && next().starts_with("aws") && next() == service && has_only(text, "-_.:/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rule: fn(&str) -> Verdict, good: &[&str], bad: &[&str]) {
        for text in good {
            assert_eq!(rule(text), Ok(()), "{text:?} is good");
        }
        for text in bad {
            assert!(rule(text).is_err(), "{text:?} is bad");
        }
    }

    #[test]
    fn bucket_names_follow_the_rules_of_s3() {
        let arn = "arn:aws:s3:us-east-2:123456789012:accesspoint/mine";
        check(
            bucket,
            &["public-apis-raw", "a.b", "1ab", arn],
            &["", "ab", "My-bucket", "a_b", "a..b", "-ab"],
        );
        check(
            bucket,
            &[&"a".repeat(63)],
            &[&"a".repeat(64), "192.168.5.4", "ab-", "büro", "s3://abc", "a/b"],
        );
    }

    #[test]
    fn functions_are_named_plainly_or_by_arn() {
        let arn = "arn:aws:lambda:us-east-2:123456789012:function:getPublicAPIs";
        check(function, &["getPublicAPIs", "f:live", "f:$LATEST", arn, "123456789012:function:f"], &[]);
        check(function, &[&"f".repeat(64)], &["", "my function", "f.py", &"f".repeat(65), "f:", "a/b"]);
    }

    #[test]
    fn regions_cannot_smuggle_a_host() {
        check(region, &["us-east-2", "us-gov-west-1", "local"], &["", "us east", "evil.com/", "US-EAST-2"]);
    }

    #[test]
    fn names_are_visible_and_on_one_line() {
        check(glue, &["describe-public-apis", "Job with spaces", "naïve"], &["", "  ", "a\nb", "a\u{202e}b"]);
        check(name, &["public-apis"], &["", "\u{200b}", "\u{1b}[2J"]);
        check(group, &["/aws/lambda/f", "a.b_c#d-e"], &["", "/aws/lambda/f*", "a b"]);
        check(key, &["public_apis.json", "a b/c"], &[""]);
    }
}

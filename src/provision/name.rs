//! The name from which all others derive.

use std::str::FromStr;

/// The longest that fits: with `-analytics`, the account and the longest region a bucket's name has 63 characters.
const LONGEST: usize = 25;

/// A pipeline's name, as the template takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the stack.
    pub fn stack(&self) -> String {
        format!("farol-{}", self.0)
    }
}

impl Default for Name {
    fn default() -> Self {
        Self("public-apis".to_owned())
    }
}

impl FromStr for Name {
    type Err = String;

    /// The rule of the template's parameter, which AWS would apply only after a stack had been begun.
    fn from_str(text: &str) -> Result<Self, String> {
        let is_good = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        let begins = text.starts_with(|c: char| c.is_ascii_lowercase());
        if begins && text.len() <= LONGEST && text.split('-').all(is_good) {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!(
                "expected 1 to {LONGEST} of a-z, 0-9 and single `-`, a letter first and no `-` last: \
                 buckets are named after it"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_a_bucket_s_name_can_begin_with() {
        for good in ["a", "public-apis", "a1-b2-c3", &"a".repeat(25)] {
            assert!(good.parse::<Name>().is_ok(), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "1a", "A", "a_b", "a.b", "ü", "a b", &"a".repeat(26)] {
            assert!(bad.parse::<Name>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_rule_is_the_template_s() {
        let template = crate::blueprint::template();
        assert!(template.contains("AllowedPattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'"));
        assert!(template.contains(&format!("MaxLength: {LONGEST}")));
        assert!(template.contains(&format!("Default: {}", Name::default().as_str())));
    }
}

//! What is asked for, as parameters of the template.

use std::collections::BTreeMap;

use super::name::Name;

/// What a deployment shall be like; what is absent stays as it is, or is as the template has it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wishes {
    /// What all names derive from.
    pub name: Name,
    /// Whether anyone may read the raw objects.
    pub public_read: Option<bool>,
    /// How often the job fails on purpose, from 0 to 1.
    pub failure_rate: Option<f64>,
    /// Where the function fetches from; it may hold secrets, so it is never shown whole.
    pub api_url: Option<String>,
    /// The ARN of a layer for the function.
    pub layer: Option<String>,
}

/// A parameter's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// This one.
    Given(String),
    /// The one that the stack has.
    Kept,
}

/// All parameters of the template but the name, in its order.
const PARAMETERS: [&str; 5] = ["UniqueBuckets", "ApiUrl", "FailureRate", "LayerArn", "PublicRead"];

impl Wishes {
    /// The parameters of a new stack, or of one that has these already.
    pub(super) fn parameters(&self, current: &BTreeMap<String, String>) -> Vec<(&'static str, Value)> {
        let mut parameters = vec![("Name", Value::Given(self.name.as_str().to_owned()))];
        for name in PARAMETERS {
            match self.given(name) {
                Some(value) => parameters.push((name, Value::Given(value))),
                None if current.contains_key(name) => parameters.push((name, Value::Kept)),
                None => {}
            }
        }
        parameters
    }

    fn given(&self, parameter: &str) -> Option<String> {
        match parameter {
            "ApiUrl" => self.api_url.clone(),
            "FailureRate" => self.failure_rate.map(|rate| rate.to_string()),
            "LayerArn" => self.layer.clone(),
            "PublicRead" => self.public_read.map(|is_public| is_public.to_string()),
            _ => None,
        }
    }

    /// Whether the raw objects will be there for everybody.
    pub(super) fn is_public(&self, current: &BTreeMap<String, String>) -> bool {
        let kept = || current.get("PublicRead").is_some_and(|value| value == "true");
        self.public_read.unwrap_or_else(kept)
    }
}

/// The rule of the template for where the function fetches from.
///
/// # Errors
/// What is expected.
pub fn api_url(text: &str) -> Result<String, String> {
    let loopback = ["http://127.0.0.1:", "http://127.0.0.1/"];
    let begins = text.starts_with("https://") || loopback.iter().any(|start| text.starts_with(start));
    let url: Option<http::Uri> = text.parse().ok();
    let has_host = url.as_ref().and_then(http::Uri::host).is_some_and(|host| !host.is_empty());
    if begins && has_host {
        Ok(text.to_owned())
    } else {
        // What was given is not repeated: it may hold a key.
        Err("expected an address that begins with https:// (or http://127.0.0.1)".to_owned())
    }
}

/// The rule of the template for a layer.
///
/// # Errors
/// What is expected.
pub fn layer(text: &str) -> Result<String, String> {
    let parts: Vec<&str> = text.split(':').collect();
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let is_good = match parts.as_slice() {
        [arn, partition, lambda, region, account, layer, name, version] => {
            (*arn, *lambda, *layer) == ("arn", "lambda", "layer")
                && is_number(account)
                && is_number(version)
                && [partition, region, name].iter().all(|part| !part.is_empty())
        }
        _ => text.is_empty(),
    };
    if is_good {
        Ok(text.to_owned())
    } else {
        Err("expected the ARN of a layer's version, such as \
             arn:aws:lambda:us-east-2:123456789012:layer:requests:1"
            .to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack(parameters: &[(&str, &str)]) -> BTreeMap<String, String> {
        parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_template_has_these_parameters_and_no_others() {
        let template = crate::blueprint::template();
        let (_, rest) = template.split_once("\nParameters:\n").unwrap();
        let (block, _) = rest.split_once("\n\n").unwrap();
        let names: Vec<&str> = block
            .lines()
            .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
            .map(|line| line.trim().trim_end_matches(':'))
            .collect();
        assert_eq!(names[0], "Name");
        assert_eq!(names[1..], PARAMETERS);
    }

    #[test]
    fn what_is_not_asked_for_stays_as_the_stack_has_it() {
        let wishes = Wishes { failure_rate: Some(1.0), ..Wishes::default() };
        let name = ("Name", Value::Given("public-apis".into()));
        let rate = ("FailureRate", Value::Given("1".into()));
        assert_eq!(wishes.parameters(&stack(&[])), [name.clone(), rate.clone()]);
        let current = stack(&[("Name", "public-apis"), ("FailureRate", "0"), ("ApiUrl", "https://x")]);
        assert_eq!(wishes.parameters(&current), [name, ("ApiUrl", Value::Kept), rate]);
    }

    #[test]
    fn whether_everybody_may_read_is_known_before() {
        let public = stack(&[("PublicRead", "true")]);
        let wish = |public_read| Wishes { public_read, ..Wishes::default() };
        assert!(wish(Some(true)).is_public(&stack(&[])));
        assert!(wish(None).is_public(&public));
        assert!(!wish(Some(false)).is_public(&public));
        assert!(!wish(None).is_public(&stack(&[])));
    }

    #[test]
    fn addresses_and_layers_are_refused_before_anything_is_asked_of_aws() {
        for good in ["https://api.example.com/entries?k=v", "http://127.0.0.1:8080/x", "http://127.0.0.1/x"] {
            assert!(api_url(good).is_ok(), "{good}");
        }
        for bad in ["", "http://example.com", "https://", "ftp://x", "https://a b", "http://127.0.0.10/"] {
            assert!(api_url(bad).is_err(), "{bad}");
        }
        for good in ["", "arn:aws:lambda:us-east-2:123456789012:layer:requests:1"] {
            assert!(layer(good).is_ok(), "{good}");
        }
        for bad in ["requests", "arn:aws:lambda:us-east-2:1:layer:requests", "arn:aws:s3:r:1:layer:x:1"] {
            assert!(layer(bad).is_err(), "{bad}");
        }
    }
}

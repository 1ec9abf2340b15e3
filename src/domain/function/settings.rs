//! How a function is set up, in Lambda's own words.

use super::Function;
use crate::domain::text::Foreign;

/// What `GetFunctionConfiguration` says of a function. The values of environment variables are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What the console reckons with.
    pub function: Function,
    /// Labels and values, in the order in which they are shown.
    pub facts: Vec<(&'static str, Foreign)>,
}

/// Where invocations go that nobody waits for, by `GetFunctionEventInvokeConfig`; `None`: the usual.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asynchronous {
    /// How often a failed one is tried again; Lambda's own number is 2.
    pub retries: Option<u32>,
    /// Seconds after which one is not tried any more; Lambda's own number is 21,600.
    pub longest: Option<u32>,
    /// The ARN of what hears of success.
    pub success: Option<Foreign>,
    /// The ARN of what hears of failure.
    pub failure: Option<Foreign>,
}

/// What all functions of the account share in a region, by `GetAccountSettings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many invocations there may be at a time.
    pub concurrent: u32,
    /// How many of them no function has for itself.
    pub unreserved: u32,
}

impl Settings {
    /// The labels of what is not as it was.
    pub fn changes(&self, old: &Self) -> Vec<&'static str> {
        let was = |label: &str| old.facts.iter().find(|(known, _)| *known == label).map(|(_, value)| value);
        let new =
            self.facts.iter().filter(|(label, value)| was(label) != Some(value)).map(|(label, _)| *label);
        let is_here = |label: &str| self.facts.iter().any(|(known, _)| *known == label);
        let gone = old.facts.iter().map(|(label, _)| *label).filter(|label| !is_here(label));
        new.chain(gone).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn settings(facts: &[(&'static str, &str)]) -> Settings {
        let function = Function {
            log_group: "g".into(),
            timeout: Duration::from_secs(3),
            memory: 128,
            runtime: None,
            state: None,
            modified: None,
        };
        Settings { function, facts: facts.iter().map(|(label, value)| (*label, (*value).into())).collect() }
    }

    #[test]
    fn what_is_new_other_or_gone_is_a_change() {
        let old = settings(&[("memory", "128 MB"), ("layers", "requests:3"), ("code", "abc")]);
        let new = settings(&[("memory", "256 MB"), ("code", "abc"), ("vpc", "vpc-1")]);
        assert_eq!(new.changes(&old), ["memory", "vpc", "layers"]);
        assert_eq!(new.changes(&new), Vec::<&str>::new());
    }
}

//! The policies of those who use the console, for one deployed pipeline.

use super::{Site, Stop};
use crate::blueprint;
use crate::domain::stack::Stack;

/// Who uses the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Whose {
    /// Somebody who looks
    Reader,
    /// Somebody who also starts the steps
    Operator,
}

impl Whose {
    /// The policy, with `${…}` for the names.
    pub fn policy(self) -> &'static str {
        match self {
            Self::Reader => blueprint::READER,
            Self::Operator => blueprint::OPERATOR,
        }
    }
}

impl Site {
    /// A policy with the names of a deployed pipeline in it.
    ///
    /// None may be left open: IAM would take `${…}` for a variable of its own, which never matches.
    pub fn policy(&self, whose: Whose, stack: &Stack) -> Result<String, Stop> {
        let arn = self.identity.arn.exact();
        let place = [
            ("Partition", arn.split(':').nth(1).unwrap_or("aws")),
            ("Region", self.identity.region.exact()),
            ("Account", self.identity.account.exact()),
        ];
        let outputs = stack.outputs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        fill(whose.policy(), place.into_iter().chain(outputs)).map_err(|open| {
            Stop::Refused(format!(
                "the stack {} does not tell its {open}: deploy again first",
                self.name.stack()
            ))
        })
    }
}

/// The text with the values in their places, or the name of one that is still open.
fn fill<'a>(text: &str, values: impl Iterator<Item = (&'a str, &'a str)>) -> Result<String, String> {
    let filled =
        values.fold(text.to_owned(), |text, (name, value)| text.replace(&format!("${{{name}}}"), value));
    match filled.split_once("${") {
        None => Ok(filled),
        Some((_, rest)) => Err(rest.split('}').next().unwrap_or_default().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_left_open() {
        assert_eq!(fill("a ${X} ${Y}", [("X", "1"), ("Y", "2")].into_iter()), Ok("a 1 2".into()));
        assert_eq!(fill("a ${X} ${Y}", [("X", "1")].into_iter()), Err("Y".into()));
    }

    #[test]
    fn what_the_policies_leave_open_is_what_the_stack_tells() {
        let template = blueprint::template();
        for policy in [Whose::Reader, Whose::Operator].map(Whose::policy) {
            let open = policy.split("${").skip(1).filter_map(|rest| rest.split('}').next());
            for name in open.filter(|name| !["Partition", "Region", "Account"].contains(name)) {
                assert!(template.contains(&format!("\n  {name}: {{Value: ")), "{name}");
            }
        }
    }
}

//! The rules of a bucket's lifecycle, in words.

/// When a rule acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// So many days after the object was written, or after its version was replaced.
    After(i32),
    /// From that day on.
    On(String),
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Objects are deleted.
    Expire(When),
    /// Objects go to a storage class.
    Move(String, When),
    /// Old versions are deleted; so many of them stay.
    ExpireOld(i32, Option<i32>),
    /// Old versions go to a storage class.
    MoveOld(String, i32),
    /// Delete markers with nothing behind them are deleted.
    SweepMarkers,
    /// Uploads that were not finished are deleted.
    AbortUploads(i32),
}

/// One rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rule {
    /// What it is called.
    pub name: String,
    /// Whether it acts.
    pub is_on: bool,
    /// What keys begin with; empty: all of them.
    pub prefix: String,
    /// What else objects must have: `tag a=b`, `over 1 MB`.
    pub only: Vec<String>,
    /// What it does.
    pub deeds: Vec<Deed>,
}

/// All rules, one to a line.
pub fn words(rules: &[Rule]) -> String {
    if rules.is_empty() {
        return "nothing happens by itself".to_owned();
    }
    rules.iter().map(Rule::words).collect::<Vec<_>>().join("\n")
}

impl Rule {
    fn words(&self) -> String {
        let place = if self.prefix.is_empty() { "everything".to_owned() } else { self.prefix.clone() };
        let scope = [vec![place], self.only.clone()].concat().join(", ");
        let deeds: Vec<String> = self.deeds.iter().map(Deed::words).collect();
        let off = if self.is_on { "" } else { " (off)" };
        let name = if self.name.is_empty() { String::new() } else { format!(" [{}]", self.name) };
        format!("{scope}: {}{name}{off}", deeds.join("; "))
    }
}

impl Deed {
    fn words(&self) -> String {
        match self {
            Self::Expire(when) => format!("deleted {}", when.words()),
            Self::Move(class, when) => format!("to {class} {}", when.words()),
            Self::ExpireOld(days, None) => format!("old versions deleted {}", after(*days)),
            Self::ExpireOld(days, Some(kept)) => {
                format!("old versions but the last {kept} deleted {}", after(*days))
            }
            Self::MoveOld(class, days) => format!("old versions to {class} {}", after(*days)),
            Self::SweepMarkers => "delete markers with nothing behind them deleted".to_owned(),
            Self::AbortUploads(days) => format!("unfinished uploads deleted {}", after(*days)),
        }
    }
}

impl When {
    fn words(&self) -> String {
        match self {
            Self::After(days) => after(*days),
            Self::On(day) => format!("from {day} on"),
        }
    }
}

fn after(days: i32) -> String {
    format!("after {days} {}", if days == 1 { "day" } else { "days" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_a_line() {
        let rule = Rule {
            name: "tidy".into(),
            is_on: true,
            prefix: "tmp/".into(),
            only: vec!["tag kind=scratch".into()],
            deeds: vec![
                Deed::Move("GLACIER".into(), When::After(30)),
                Deed::Expire(When::On("2026-01-01".into())),
                Deed::ExpireOld(1, Some(3)),
            ],
        };
        let off = Rule { deeds: vec![Deed::AbortUploads(7)], ..Rule::default() };
        assert_eq!(
            words(&[rule, off]),
            "tmp/, tag kind=scratch: to GLACIER after 30 days; deleted from 2026-01-01 on; old versions but the last 3 \
             deleted after 1 day [tidy]\neverything: unfinished uploads deleted after 7 days (off)"
        );
        assert_eq!(words(&[]), "nothing happens by itself");
    }
}

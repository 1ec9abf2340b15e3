//! Which lines are asked for.

mod bits;
mod scope;
mod sift;
mod terms;

pub use scope::Scope;
pub use terms::Terms;

use super::{Aim, Line, Names, Needle};

/// What a line must have, and must not have, to be shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// Words that must all be in it, or a regular expression.
    pub include: Terms,
    /// Words of which none may be in it, or a regular expression.
    pub exclude: Terms,
    /// Where it comes from.
    pub scope: Scope,
    /// What is searched for in its text among those that pass.
    pub search: Option<Needle>,
    /// How the groups are called on the screen: a word that is in a group's name is in all its lines.
    pub names: Names,
}

impl Query {
    /// Whether every line passes.
    pub fn is_empty(&self) -> bool {
        let has_terms = !self.include.is_empty() || !self.exclude.is_empty() || self.search.is_some();
        !has_terms && self.scope == Scope::All
    }

    /// What it is asked for.
    pub fn aim(&self) -> Aim {
        if self.search.is_some() { Aim::Search } else { Aim::Filter }
    }

    /// Whether a line passes, looked at alone.
    pub fn passes(&self, line: Line<'_>) -> bool {
        let has = |needle: &Needle| needle.is_in(line.text()) || self.is_in_name(needle, line.group());
        self.scope.has(line)
            && self.include.needles().iter().all(has)
            && self.search.iter().all(|needle| needle.is_in(line.text()))
            && !self.exclude.needles().iter().any(has)
    }

    fn is_in_name(&self, needle: &Needle, group: &str) -> bool {
        let label = self.names.iter().find(|(name, _)| **name == *group).map(|(_, label)| label);
        needle.is_in(group) || label.is_some_and(|label| needle.is_in(label))
    }
}

#[cfg(test)]
mod tests;

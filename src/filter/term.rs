//! A condition on one column: `state:failed`, `-error:timeout`, `duration:>30s`.

use super::amount;
use super::value::{Kind, Value};
use super::word::Word;
use crate::clock::Time;

/// A condition on one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The column's name.
    pub column: &'static str,
    sense: Sense,
    test: Test,
}

/// Which rows pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    /// Those that are so.
    So,
    /// Those that are not so.
    NotSo,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    /// Nothing has been typed yet: all pass.
    Open,
    /// What is shown contains the word.
    Contains(Word),
    /// What is shown is this, whatever the case.
    Is(String),
    /// It compares so with an amount.
    Measures(Sign, f64),
    /// What was typed is no amount: none passes.
    Hopeless(Kind),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Less,
    AtMost,
    More,
    AtLeast,
    Same,
}

/// The signs, the longer ones first.
const SIGNS: [(&str, Sign); 5] =
    [("<=", Sign::AtMost), (">=", Sign::AtLeast), ("<", Sign::Less), (">", Sign::More), ("=", Sign::Same)];

/// What a word of a filter turns out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    /// No condition: a word to look for.
    Plain,
    /// A condition.
    Term(Term),
    /// It looks like a condition on a column of this name, and there is none.
    Unknown(String),
}

/// A column that conditions may be about: its name, and what its values are.
pub type Known = (&'static str, Kind);

/// The name for how long ago the first moment of a row is, whatever that is called.
pub const AGE: &str = "age";

/// Reads a word of a filter.
pub fn read(word: &str, columns: &[Known]) -> Read {
    let (sense, rest) = match word.strip_prefix('-') {
        Some(rest) => (Sense::NotSo, rest),
        None => (Sense::So, word),
    };
    let Some((name, value)) = rest.split_once(':').filter(|(name, value)| is_name(name, value)) else {
        return Read::Plain;
    };
    let known = columns.iter().find(|(known, _)| *known == name);
    let known = known.or_else(|| columns.iter().find(|(_, kind)| name == AGE && *kind == Kind::Time));
    match known {
        Some((column, kind)) => Read::Term(Term { column, sense, test: test(value, *kind) }),
        None => Read::Unknown(name.to_owned()),
    }
}

/// Whether `name:value` is meant as a condition; a URI, a time and `KeyError:` are not.
fn is_name(name: &str, value: &str) -> bool {
    let is_lower = |c: char| c.is_ascii_lowercase() || c == '_';
    !name.is_empty() && name.chars().all(is_lower) && !value.starts_with("//")
}

fn test(value: &str, kind: Kind) -> Test {
    let sign = SIGNS.iter().find_map(|(text, sign)| Some((*sign, value.strip_prefix(text)?)));
    match (sign, kind) {
        (None, _) if value.is_empty() => Test::Open,
        (Some((_, "")), _) => Test::Open,
        (Some((Sign::Same, value)), Kind::Text) => Test::Is(value.to_lowercase()),
        (Some(_), Kind::Text) => Test::Hopeless(kind),
        (Some((sign, value)), kind) => {
            amount(value, kind).map_or(Test::Hopeless(kind), |amount| Test::Measures(sign, amount))
        }
        (None, Kind::Number) => match amount::number(value) {
            Some(number) => Test::Measures(Sign::Same, number),
            None => Test::Contains(Word::new(value)),
        },
        (None, _) => Test::Contains(Word::new(value)),
    }
}

fn amount(value: &str, kind: Kind) -> Option<f64> {
    match kind {
        Kind::Text => None,
        Kind::Number => amount::number(value),
        Kind::Bytes => amount::bytes(value),
        Kind::Span | Kind::Time => amount::seconds(value),
    }
}

impl Term {
    /// Whether a row passes that has this value in the column, and shows it so.
    pub fn passes(&self, value: &Value, shown: &str, now: Time) -> bool {
        let is_so = match &self.test {
            Test::Open => return true,
            Test::Hopeless(_) => return false,
            Test::Contains(word) => *value != Value::Nothing && word.is_in(shown),
            Test::Is(wanted) => shown.to_lowercase() == *wanted,
            Test::Measures(sign, amount) => {
                value.measure(now).is_some_and(|measure| sign.holds(measure, *amount))
            }
        };
        is_so == (self.sense == Sense::So)
    }

    /// What is wrong with it.
    pub fn mistake(&self) -> Option<String> {
        let Test::Hopeless(kind) = self.test else { return None };
        Some(format!("{} wants {}", self.column, kind.example()))
    }
}

impl Sign {
    #[expect(clippy::float_cmp, reason = "what was typed is meant to the digit")]
    fn holds(self, measure: f64, amount: f64) -> bool {
        match self {
            Self::Less => measure < amount,
            Self::AtMost => measure <= amount,
            Self::More => measure > amount,
            Self::AtLeast => measure >= amount,
            Self::Same => measure == amount,
        }
    }
}

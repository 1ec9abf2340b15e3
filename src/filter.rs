//! Filtering rows: by words, and by conditions on columns.

mod amount;
pub mod object;
mod term;
mod value;
mod word;

pub use term::{AGE, Known};
pub use value::{Kind, Value};

use crate::clock::Time;
use crate::pane::Remark;
use term::{Read, Term};
use word::Word;

/// Words that a row must contain, all of them, in any order, and conditions that it must meet.
///
/// Case counts only where a word has capitals. `~abc` are letters in this order. What is a condition depends on the
/// columns: where there are none, everything is a word.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    text: String,
    words: Vec<Word>,
    terms: Vec<Term>,
    /// Names before a `:` that no column has; what they stand in is looked for as a word.
    unknown: Vec<String>,
}

impl Filter {
    /// A filter for every word of `text`; none: everything passes.
    pub fn new(text: &str) -> Self {
        Self::of(text, &[])
    }

    /// A filter for rows with these columns. After a `name:` a value may be quoted: `error:"no such key"`.
    pub fn of(text: &str, columns: &[Known]) -> Self {
        let mut filter = Self { text: text.to_owned(), ..Self::default() };
        for word in split(text) {
            match term::read(&word, columns) {
                Read::Term(term) => filter.terms.push(term),
                Read::Plain => filter.words.push(Word::new(&word)),
                Read::Unknown(name) => {
                    filter.words.push(Word::new(&word));
                    filter.unknown.extend((!columns.is_empty()).then_some(name));
                }
            }
        }
        filter
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether everything passes.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.terms.is_empty()
    }

    /// Whether it is words alone, and has any.
    pub fn is_words(&self) -> bool {
        self.terms.is_empty() && !self.words.is_empty()
    }

    /// Whether a row with these parts passes, as far as words tell.
    pub fn passes(&self, parts: &[&str]) -> bool {
        self.words.iter().all(|word| parts.iter().any(|part| word.is_in(part)))
    }

    /// Whether a row passes that shows these parts, and has an id that it does not show: only a long word is looked
    /// for in that, for any id holds most of the short ones.
    pub fn passes_with_id(&self, parts: &[&str], id: &str) -> bool {
        let is_in_id = |word: &Word| word.len() >= ID && word.is_in(id);
        self.words.iter().all(|word| parts.iter().any(|part| word.is_in(part)) || is_in_id(word))
    }

    /// Whether a row meets the conditions; `get` says what it has in a column, and how that is shown.
    pub fn meets(&self, now: Time, get: impl Fn(&'static str) -> (Value, String)) -> bool {
        self.terms.iter().all(|term| {
            let (value, shown) = get(term.column);
            term.passes(&value, &shown, now)
        })
    }

    /// What stands beside it while it is typed: what is wrong with it, else what it may be.
    pub fn remark(&self, columns: &[Known]) -> Remark {
        if let Some(mistake) = self.mistake(columns) {
            return Remark::bad(mistake);
        }
        let names: Vec<String> = columns.iter().map(|(name, _)| format!("{name}:")).collect();
        Remark::plain(format!("words, or {}", names.join(" ")))
    }

    /// What is wrong with it, in words.
    pub fn mistake(&self, columns: &[Known]) -> Option<String> {
        let unknown = self.unknown.first().map(|name| {
            let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
            format!("no column `{name}`, but {}", names.join(", "))
        });
        unknown.or_else(|| self.terms.iter().find_map(Term::mistake))
    }
}

/// The characters from which on a word can only be meant as a piece of an id.
const ID: usize = 6;

/// The words of a filter: what is quoted after a `:` or a sign is one with its spaces.
fn split(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for c in text.chars() {
        let Some(word) = words.last_mut() else { break };
        match c {
            '"' if is_quoted => is_quoted = false,
            '"' if word.ends_with([':', '<', '>', '=']) => is_quoted = true,
            c if c.is_whitespace() && !is_quoted => words.push(String::new()),
            c => word.push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[track_caller]
    fn check(text: &str, parts: &[&str], want: bool) {
        assert_eq!(Filter::new(text).passes(parts), want, "{text:?} in {parts:?}");
    }

    #[test]
    fn every_word_must_be_in_some_part() {
        check("", &["anything"], true);
        check("fail random", &["FAILED", "Exception: Random"], true);
        check("fail other", &["FAILED", "Exception: Random"], false);
        check("FAILED", &["failed"], false);
        check("state:failed", &["state:failed"], true);
    }

    #[test]
    fn letters_may_have_others_between_them() {
        check("~rdexc", &["Random exception"], true);
        check("~excrd", &["Random exception"], false);
        check("~", &["a ~ b"], true);
    }

    #[test]
    fn only_a_long_word_is_looked_for_in_an_id() {
        for (text, want) in [("503", false), ("503abc", true), ("200 503abc", true), ("404 503abc", false)] {
            assert_eq!(Filter::new(text).passes_with_id(&["200"], "jr_503abc"), want, "{text}");
        }
    }

    const COLUMNS: [Known; 5] = [
        ("state", Kind::Text),
        ("duration", Kind::Span),
        ("size", Kind::Bytes),
        ("try", Kind::Number),
        ("started", Kind::Time),
    ];

    fn now() -> Time {
        Time::from_timestamp(100_000, 0).unwrap()
    }

    fn row(column: &str) -> (Value, String) {
        let value = match column {
            "state" => Value::text("FAILED badly"),
            "duration" => Value::Span(Duration::from_millis(31_500)),
            "size" => Value::Bytes(2 << 20),
            "try" => Value::Number(2.0),
            _ => Value::Time(now() - chrono::TimeDelta::minutes(90)),
        };
        let shown = match column {
            "state" => "FAILED badly",
            "duration" => "31s",
            "size" => "2.0M",
            "try" => "2",
            _ => "1970-01-02 02:16:40",
        };
        (value, shown.to_owned())
    }

    #[track_caller]
    fn meets(text: &str, want: bool) {
        let filter = Filter::of(text, &COLUMNS);
        assert_eq!(filter.meets(now(), row), want, "{text:?}");
        assert_eq!(filter.mistake(&COLUMNS), None, "{text:?}");
    }

    #[test]
    fn a_condition_is_about_one_column() {
        for (text, want) in [
            ("state:failed", true),
            ("state:Failed", false),
            ("-state:failed", false),
            ("-state:good", true),
            ("state:=failed", false),
            ("state:=\"failed badly\"", true),
            ("state:\"ed ba\"", true),
            ("state:", true),
            ("duration:31s", true),
            ("duration:>30s", true),
            ("duration:>31.5", false),
            ("duration:>=31.5s", true),
            ("duration:<1m", true),
            ("duration:>", true),
            ("size:>1MB", true),
            ("size:<=2MB", true),
            ("size:<1k", false),
            ("try:2", true),
            ("try:1", false),
            ("try:>1 state:failed", true),
            ("try:>1 state:good", false),
            ("started:02:16", true),
            ("started:<2h", true),
            ("age:<2h", true),
            ("age:<1h", false),
            ("-age:<1h", true),
        ] {
            meets(text, want);
        }
    }

    #[test]
    fn nothing_passes_no_condition_but_its_opposite() {
        for (text, want) in [("size:>1", false), ("size:5", false), ("-size:>1", true), ("size:", true)] {
            let filter = Filter::of(text, &COLUMNS);
            assert_eq!(filter.meets(now(), |_| (Value::Nothing, String::new())), want, "{text}");
        }
    }

    #[test]
    fn a_mistake_is_named_with_what_is_known() {
        for (text, want) in [
            ("stat:x", Some("no column `stat`, but state, duration, size, try, started")),
            ("duration:>soon", Some("duration wants a time such as >30s")),
            ("state:>x", Some("state wants a word")),
            ("s3://bucket 12:30 KeyError: x", None),
        ] {
            assert_eq!(Filter::of(text, &COLUMNS).mistake(&COLUMNS).as_deref(), want, "{text}");
        }
        assert!(!Filter::of("duration:>soon", &COLUMNS).meets(now(), row));
        assert!(Filter::of("stat:x", &COLUMNS).passes(&["stat:x"]));
    }
}

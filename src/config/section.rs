//! A table of the file while it is read: whatever is not asked for by the end is an unknown key.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::Mistakes;
use super::nearest::nearest;
use super::value::Objection;

/// A value of the file with its place.
pub(super) type Value<'a> = Spanned<DeValue<'a>>;

/// Where the keys belong that people put in the wrong table; TOML makes that easy.
const HOMES: &[(&str, &str)] = &[
    ("read_only", "at the top of the file, before any [table]"),
    ("arm_minutes", "at the top of the file, before any [table]"),
    ("time", "at the top of the file, before any [table]"),
    ("theme", "at the top of the file, before any [table]"),
    ("log_lines", "at the top of the file, before any [table]"),
    ("log_memory", "at the top of the file, before any [table]"),
    ("tail", "at the top of the file, before any [table]"),
    ("log_since", "at the top of the file, before any [table]"),
    ("name", "in [[pipeline]]"),
    ("profile", "in [[pipeline]]"),
    ("region", "in [[pipeline]]"),
    ("account_name", "in [[pipeline]]"),
    ("production", "in [[pipeline]]"),
    ("function", "in [pipeline.ingest]"),
    ("payload", "in [pipeline.ingest]"),
    ("job", "in [pipeline.etl]"),
    ("arguments", "in [pipeline.etl]"),
    ("action_id", "in [pipeline.etl]"),
    ("bucket", "in [pipeline.raw] or [pipeline.processed]"),
    ("crawler", "in [pipeline.catalog]"),
    ("database", "in [pipeline.catalog]"),
    ("groups", "in [pipeline.logs]"),
];

/// A table that is being read.
pub(super) struct Section<'a, 'm> {
    /// As messages say it: `in [pipeline.raw]`.
    place: String,
    at: usize,
    table: &'a DeTable<'a>,
    asked: Vec<&'static str>,
    missing: Vec<&'static str>,
    pub(super) mistakes: &'m mut Mistakes<'a>,
}

impl<'a, 'm> Section<'a, 'm> {
    /// The whole file.
    pub(super) fn top(table: &'a DeTable<'a>, mistakes: &'m mut Mistakes<'a>) -> Self {
        Self::new("at the top of the file".to_owned(), 0, table, mistakes)
    }

    fn new(place: String, at: usize, table: &'a DeTable<'a>, mistakes: &'m mut Mistakes<'a>) -> Self {
        Self { place, at, table, asked: Vec::new(), missing: Vec::new(), mistakes }
    }

    /// The value of a key, which is thereby known.
    pub(super) fn value(&mut self, key: &'static str) -> Option<&'a Value<'a>> {
        self.asked.push(key);
        self.table.get(key)
    }

    /// Reads a key's value, or says what is expected of it.
    pub(super) fn read<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&'a Value<'a>) -> Result<T, Objection>,
    ) -> Option<T> {
        let value = self.value(key)?;
        read(value).map_err(|objection| self.object(key, objection)).ok()
    }

    /// As [`Section::read`], for a key that has to be there.
    pub(super) fn required<T: Default>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&'a Value<'a>) -> Result<T, Objection>,
    ) -> T {
        if !self.table.contains_key(key) {
            self.missing.push(key);
        }
        self.read(key, read).unwrap_or_default()
    }

    /// Reads a table inside this one, in full.
    pub(super) fn child<T>(
        &mut self,
        key: &'static str,
        title: &str,
        read: impl FnOnce(&mut Section<'a, '_>) -> T,
    ) -> Option<T> {
        let value = self.value(key)?;
        self.table_in(key, value, title, read)
    }

    /// Reads `value` as a table that messages call `title`, in full.
    pub(super) fn table_in<T>(
        &mut self,
        key: &str,
        value: &'a Value<'a>,
        title: &str,
        read: impl FnOnce(&mut Section<'a, '_>) -> T,
    ) -> Option<T> {
        let at = value.span().start;
        let Some(table) = value.get_ref().as_table() else {
            self.object(key, Objection::to(value, format!("the table {title}")));
            return None;
        };
        let mut child = Section::new(format!("in {title}"), at, table, &mut *self.mistakes);
        let result = read(&mut child);
        child.finish();
        Some(result)
    }

    /// Says what was expected of the value of `key`.
    pub(super) fn object(&mut self, key: &str, Objection { span, expected }: Objection) {
        let text = self.mistakes.text(span.clone());
        self.mistakes.add(span.start, format!("`{key}` is {text}; expected {expected}"));
    }

    /// The span of the value of `key`; of the table, if there is none.
    pub(super) fn span(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or(self.at..self.at, Spanned::span)
    }

    /// Says which keys were never asked for, and which are missing. What is misspelt is not missing.
    pub(super) fn finish(mut self) {
        for key in self.table.keys().filter(|key| !self.asked.contains(&key.get_ref().as_ref())) {
            let meant = nearest(key.get_ref(), self.asked.iter().copied());
            self.missing.retain(|missing| Some(*missing) != meant);
            self.mistakes.add(key.span().start, self.unknown(key.get_ref(), meant));
        }
        for key in &self.missing {
            self.mistakes.add_missing(self.at, format!("`{key}` is missing {}", self.place));
        }
    }

    fn unknown(&self, key: &str, meant: Option<&str>) -> String {
        let home = HOMES.iter().find(|(name, _)| *name == key);
        let hint = match (home, meant) {
            (Some((_, home)), _) => format!("it belongs {home}"),
            (None, Some(meant)) => format!("did you mean `{meant}`?"),
            (None, None) => format!("expected `{}`", self.asked.join("`, `")),
        };
        format!("unknown key `{}` {}; {hint}", crate::domain::text::visible(key), self.place)
    }
}

//! Everything there is to say of one row.

use serde_json::Value;

/// Everything there is to say of one row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// What it is.
    pub title: String,
    /// Labels and values; a value may have several lines. All visible already.
    pub fields: Vec<(&'static str, String)>,
    /// The fact itself, exact, with secrets masked as in the fields; `None`: the fields are all there is.
    pub data: Option<Value>,
}

impl Details {
    /// Details without fields.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), fields: Vec::new(), data: None }
    }

    /// Says what the fact itself is, as JSON.
    #[must_use]
    pub fn of(self, data: Value) -> Self {
        Self { data: Some(data), ..self }
    }

    /// The fact as JSON; where only fields are known, those, with several lines as a list.
    pub fn json(&self) -> Value {
        self.data.clone().unwrap_or_else(|| {
            let fields = self.fields.iter().map(|(label, value)| ((*label).to_owned(), lines(value)));
            Value::Object(fields.collect())
        })
    }

    /// The fields as text: a label and its value to a line, longer values below their label.
    pub fn text(&self) -> String {
        let fields = self.fields.iter().map(|(label, value)| {
            let gap = if value.contains('\n') { '\n' } else { ' ' };
            format!("{label}:{gap}{value}")
        });
        std::iter::once(self.title.clone()).chain(fields).collect::<Vec<_>>().join("\n")
    }

    /// Adds a field.
    #[must_use]
    pub fn with(mut self, label: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((label, value.into()));
        self
    }

    /// Adds a field, if there is a value.
    #[must_use]
    pub fn with_some(self, label: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(label, value),
            None => self,
        }
    }
}

fn lines(value: &str) -> Value {
    if value.contains('\n') { value.split('\n').collect() } else { value.into() }
}

//! Everything there is to say of one row.

/// Everything there is to say of one row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// What it is.
    pub title: String,
    /// Labels and values; a value may have several lines. All visible already.
    pub fields: Vec<(&'static str, String)>,
}

impl Details {
    /// Details without fields.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), fields: Vec::new() }
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

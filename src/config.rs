//! The configuration: pipelines and the console's own settings, from one TOML file.
//!
//! A file is either right as a whole or not used at all: [`Config::parse`] collects every mistake with
//! its line, its column and the nearest valid name, and never puts a default in the place of what it
//! could not read. What is absent has the default that `config.example.toml` shows.

use std::path::{Path, PathBuf};

use toml::de::DeTable;

use crate::domain::pipeline::Pipeline;

mod columns;
mod file;
mod keys;
mod mistake;
mod nearest;
mod pipelines;
pub mod rules;
mod section;
mod settings;
mod value;

pub use columns::{Columns, Known};
pub use file::{Refusal, place};
pub use keys::{Bindings, Rows};
pub use mistake::{Mistake, Position};
pub use nearest::nearest;
pub(crate) use pipelines::bare_ingest;
pub use settings::{ReadOnly, Settings, Zone};

use mistake::Mistakes;
use section::Section;

/// What the configuration says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    /// In the order of the file; their names differ.
    pub pipelines: Vec<Pipeline>,
    /// The console's own settings.
    pub settings: Settings,
}

/// Why there is no configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The file cannot be read, or must not be trusted.
    Refused(PathBuf, Refusal),
    /// The file is wrong: every mistake, in the order of the file; never empty.
    Wrong(PathBuf, Vec<Mistake>),
}

impl Config {
    /// Reads `path`, which has to be there, or else the file at the [`place`] where it belongs, if there is one.
    pub fn load(path: Option<&Path>, rows: &Rows) -> Result<Self, Error> {
        let default = if path.is_none() { place() } else { None };
        match (path, default) {
            (Some(path), _) => Self::read(path, rows),
            (None, Some(path)) if file::exists(&path) => Self::read(&path, rows),
            (None, _) => Ok(Self::default()),
        }
    }

    fn read(path: &Path, rows: &Rows) -> Result<Self, Error> {
        let text = file::read(path).map_err(|refusal| Error::Refused(path.to_owned(), refusal))?;
        Self::parse(&text, rows).map_err(|mistakes| Error::Wrong(path.to_owned(), mistakes))
    }

    /// Reads the text of a configuration; or says every mistake in it, in order.
    pub fn parse(text: &str, rows: &Rows) -> Result<Self, Vec<Mistake>> {
        let (document, errors) = DeTable::parse_recoverable(text);
        let mut mistakes = Mistakes::new(text, &errors);
        let mut top = Section::top(document.get_ref(), &mut mistakes);
        let pipelines = pipelines::read(&mut top);
        let settings = settings::read(&mut top, rows);
        top.finish();
        let mistakes = mistakes.into_sorted();
        if mistakes.is_empty() { Ok(Self { pipelines, settings }) } else { Err(mistakes) }
    }
}

impl std::fmt::Display for Error {
    /// One line to a mistake, as compilers write them: `file:line:column: what`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(path, refusal) => write!(f, "{}: {}", path.display(), refusal.words(path)),
            Self::Wrong(path, mistakes) => {
                let lines = mistakes.iter().map(|mistake| format!("{}:{mistake}", path.display()));
                f.write_str(&lines.collect::<Vec<_>>().join("\n"))
            }
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests;

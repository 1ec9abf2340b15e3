//! Lines as the clipboard has them.

use super::sources::Sources;
use crate::domain::log::{self, Line};

/// The records of lines, one after the other.
pub fn records<'a>(sources: &Sources, lines: impl Iterator<Item = Line<'a>>) -> String {
    lines.map(|line| log::record(&sources.label(line.group()), line)).collect()
}

//! What is left of a panic: a report that helps to find the defect, and holds nothing of what was being looked at.

use std::backtrace::Backtrace;
use std::io::{self, Write as _};
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};

use crate::domain::secret::without_data;
use crate::state;

/// What a panic said and where, in a line, without anything that may be data.
pub fn words(panic: &PanicHookInfo<'_>) -> String {
    let said = panic.payload_as_str().map_or_else(|| "no words".to_owned(), without_data);
    match panic.location() {
        Some(place) => format!("{said} ({}:{})", place.file(), place.line()),
        None => said,
    }
}

/// Writes the report, and says where it is.
pub fn report(words: &str) -> String {
    let written = state::folder().and_then(|folder| write(&folder, words));
    match written {
        Ok(path) => format!(
            "farol: a defect of farol ended it: {words}\nfarol: a report without your data is in {}",
            path.display()
        ),
        Err(error) => {
            format!("farol: a defect of farol ended it: {words}\nfarol: no report could be written: {error}")
        }
    }
}

fn write(folder: &Path, words: &str) -> io::Result<PathBuf> {
    let (path, mut file) = state::fresh(folder, "panic", ".txt")?;
    let version = env!("CARGO_PKG_VERSION");
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    writeln!(file, "farol {version} on {system} {machine}\n{words}\n\n{}", Backtrace::force_capture())?;
    Ok(path)
}

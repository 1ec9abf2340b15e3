//! What is left of a panic: a report that helps to find the defect, and holds nothing of what was being looked at.

use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};

use crate::state;

/// What a panic said and where, in a line, without anything that it quotes.
pub fn words(panic: &PanicHookInfo<'_>) -> String {
    let said = panic.payload_as_str().map_or_else(|| "no words".to_owned(), without_quotes);
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

/// The text, where everything in quotes is only counted: the standard library quotes the text that it could not cut, or the
/// value that it did not expect.
fn without_quotes(text: &str) -> String {
    let marks = |c| c == '`' || c == '"';
    let text = text.split("value: ").next().unwrap_or_default();
    match (text.find(marks), text.rfind(marks)) {
        (Some(first), Some(last)) if first < last => {
            let (before, inside) = (text.get(..first), text.get(first + 1..last));
            let mut out = before.unwrap_or_default().to_owned();
            // Writing to a string cannot fail.
            let _ = write!(out, "<{} bytes>", inside.unwrap_or_default().len());
            out.push_str(text.get(last + 1..).unwrap_or_default());
            out
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(said: &str, want: &str) {
        assert_eq!(without_quotes(said), want);
    }

    #[test]
    fn nothing_that_a_panic_quotes_is_kept() {
        let plain = "index out of bounds: the len is 3 but the index is 5";
        check(plain, plain);
        check(
            "byte index 1 is not a char boundary; it is inside 'é' of `été AKIA\"x`",
            "byte index 1 is not a char boundary; it is inside 'é' of <12 bytes>",
        );
        check("called `Result::unwrap()` on an `Err` value: Secret { key: 7 }", "called <28 bytes> ");
    }
}

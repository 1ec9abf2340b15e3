//! What is wrong with a regular expression, in one line.

use regex::Error;

/// What is wrong, and at which character, counted from one.
pub fn words(error: &Error) -> String {
    let said = match error {
        Error::Syntax(said) => said.as_str(),
        Error::CompiledTooBig(_) => return "it is too large".to_owned(),
        _ => return error.to_string().replace('\n', " "),
    };
    let what =
        said.lines().find_map(|line| line.trim().strip_prefix("error: ")).unwrap_or("it cannot be read");
    match column(said) {
        Some(column) => format!("{what}, at character {column}"),
        None => what.to_owned(),
    }
}

/// The character that the carets below the expression point to; every line is indented by four.
fn column(said: &str) -> Option<usize> {
    let carets = said.lines().find(|line| line.trim().starts_with('^'))?;
    carets.find('^')?.checked_sub(3)
}

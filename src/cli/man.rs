//! `farol man`.

use super::status::JSON;
use super::{Exit, command, complain, print};
use crate::status::SCHEMA;

pub(super) fn run() -> Exit {
    let mut page = Vec::new();
    match clap_mangen::Man::new(command()).render(&mut page) {
        Ok(()) => print(&(String::from_utf8_lossy(&page).into_owned() + &section()), Exit::Well),
        Err(error) => {
            complain(&error.to_string());
            Exit::Failed
        }
    }
}

/// The JSON of `status`, word for word.
fn section() -> String {
    format!(".SH \"JSON OF STATUS\"\n{}:\n.PP\n.nf\n{}.fi\n", escape(JSON), escape(SCHEMA))
}

/// Keeps roff from reading anything into the text.
fn escape(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_man_page_shows_the_json_of_status_as_it_is() {
        assert!(section().contains("\"took_seconds\": 21.0"), "{}", section());
        assert!(!SCHEMA.lines().any(|line| line.starts_with(['.', '\''])), "roff takes it for a request");
    }
}

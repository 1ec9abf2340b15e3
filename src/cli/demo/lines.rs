//! Lines that are put into the demo's log groups from outside: from a file, or as a flood.

use std::path::PathBuf;
use std::{fs, io};

use clap::Args;

use crate::demo::Aws;

/// More lines than the demo has by itself.
#[derive(Debug, Clone, PartialEq, Default, Args)]
pub struct Lines {
    /// Put a file's lines into a log group, the last one as said just now; may be given again
    #[arg(long = "load", value_name = "GROUP=FILE", value_parser = load)]
    pub loads: Vec<(String, PathBuf)>,
    /// Write so many lines a second to a log group; may be given again
    #[arg(long = "flood", value_name = "GROUP=LINES", value_parser = flood)]
    pub floods: Vec<(String, u32)>,
}

impl Lines {
    /// Puts them into the account.
    pub(super) fn put(&self, aws: &Aws) -> io::Result<()> {
        let now = aws.clock().now();
        for (group, file) in &self.loads {
            let told =
                |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", file.display()));
            let text = String::from_utf8_lossy(&fs::read(file).map_err(told)?).into_owned();
            let stream = file.file_name().unwrap_or_default().to_string_lossy();
            aws.with(|account| account.load_log(group, &stream, text.lines(), now));
        }
        for (group, rate) in &self.floods {
            aws.with(|account| account.flood(group, *rate, now));
        }
        Ok(())
    }
}

fn load(text: &str) -> Result<(String, PathBuf), String> {
    let (group, file) = named(text, "a log group and a file, such as /my/group=app.log")?;
    Ok((group.to_owned(), file.into()))
}

fn flood(text: &str) -> Result<(String, u32), String> {
    let expected = "a log group and a number from 1 to 1000000, such as /my/group=5000";
    let (group, rate) = named(text, expected)?;
    let rate = rate.parse().ok().filter(|rate| (1..=1_000_000).contains(rate));
    rate.map(|rate| (group.to_owned(), rate)).ok_or_else(|| format!("expected {expected}"))
}

fn named<'a>(text: &'a str, expected: &str) -> Result<(&'a str, &'a str), String> {
    let parts = text.split_once('=').filter(|(group, rest)| !group.is_empty() && !rest.is_empty());
    parts.ok_or_else(|| format!("expected {expected}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_and_what_goes_into_it_are_told_apart() {
        assert_eq!(load("/g=a=b.log"), Ok(("/g".to_owned(), "a=b.log".into())));
        assert_eq!(flood("/g=5000"), Ok(("/g".to_owned(), 5000)));
        for bad in ["/g", "=5", "/g=", "/g=0", "/g=1000001", "/g=many"] {
            assert!(flood(bad).unwrap_err().starts_with("expected a log group"), "{bad}");
        }
    }
}

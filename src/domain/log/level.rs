//! How bad a line is: told by its words, once, when it is stored.

use std::sync::LazyLock;

use regex::Regex;

/// How bad a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It only marks where something begins or ends.
    Routine,
    /// It says nothing of a mistake.
    Plain,
    /// It warns.
    Warning,
    /// It says that something went wrong.
    Bad,
}

/// A warning, and words of mistakes as loggers, Python, Java, Lambda and Glue write them; all looked for in one pass.
static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let bad = "ERROR|Traceback|Exception|Error:|Task timed out|Status: timeout|Status: error|CRITICAL|FATAL";
    Regex::new(&format!("{WARNING}|{bad}")).ok()
});
const WARNING: &str = "WARN";
const ROUTINE: [&str; 3] = ["START RequestId:", "END RequestId:", "INIT_START"];

/// The bytes of a text that are looked at.
const HEAD: usize = 8 * 1_024;

impl Level {
    /// How bad a text is, by its beginning.
    pub fn of(text: &str) -> Self {
        let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or_default();
        match worst(head) {
            Self::Plain if ROUTINE.iter().any(|word| head.starts_with(word)) => Self::Routine,
            level => level,
        }
    }
}

fn worst(text: &str) -> Level {
    let mut level = Level::Plain;
    for word in WORDS.iter().flat_map(|words| words.find_iter(text)) {
        if word.as_str() != WARNING {
            return Level::Bad;
        }
        level = Level::Warning;
    }
    level
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_how_bad_a_line_is() {
        for (text, want) in [
            ("[ERROR] KeyError: 'bucket_name'", Level::Bad),
            ("Traceback (most recent call last):", Level::Bad),
            ("Exception: Random exception", Level::Bad),
            ("ValueError: no", Level::Bad),
            ("2026-03-01T03:00:00Z 6bc2 Task timed out after 3.00 seconds", Level::Bad),
            ("REPORT RequestId: 6bc2\tStatus: timeout", Level::Bad),
            ("[WARNING] slow", Level::Warning),
            ("[WARNING] after FATAL", Level::Bad),
            ("START RequestId: 6bc2 Version: $LATEST", Level::Routine),
            ("START RequestId: 6bc2 Version: ERROR", Level::Bad),
            ("REPORT RequestId: 6bc2\tDuration: 2.46 ms", Level::Plain),
            ("no errors, 0 exceptions", Level::Plain),
        ] {
            assert_eq!(Level::of(text), want, "{text}");
        }
    }

    #[test]
    fn only_the_beginning_of_an_endless_text_is_looked_at() {
        assert_eq!(Level::of(&format!("{}ERROR", "é".repeat(HEAD))), Level::Plain);
    }
}

//! Filter patterns: the unstructured kind.

/// What a message has to have, and may not have.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pattern {
    every: Vec<String>,
    any: Vec<String>,
    none: Vec<String>,
}

impl Pattern {
    /// Reads terms, `?`optional and `-`excluded ones, quoted or not; says what it cannot read.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut rest = text.trim();
        if rest.starts_with(['{', '[', '%']) {
            return Err(format!("The demo does not read filter patterns such as {text}"));
        }
        let mut pattern = Self::default();
        while !rest.is_empty() {
            let (terms, after) = pattern.kind(rest);
            let (term, after) = term(after).ok_or_else(|| format!("Invalid filter pattern: {text}"))?;
            terms.push(term);
            rest = after.trim_start();
        }
        Ok(pattern)
    }

    fn kind<'a>(&mut self, text: &'a str) -> (&mut Vec<String>, &'a str) {
        match text.split_at_checked(1) {
            Some(("?", after)) => (&mut self.any, after),
            Some(("-", after)) => (&mut self.none, after),
            _ => (&mut self.every, text),
        }
    }

    /// Case counts. Optional terms beside required ones change nothing.
    pub fn matches(&self, message: &str) -> bool {
        let has = |term: &String| message.contains(term.as_str());
        let any = self.any.is_empty() || !self.every.is_empty() || self.any.iter().any(has);
        any && self.every.iter().all(has) && !self.none.iter().any(has)
    }
}

/// A term and what follows it. Only letters, digits and `_` need no quotes.
fn term(text: &str) -> Option<(String, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        return phrase(quoted);
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (term, after) = text.split_at_checked(end)?;
    let plain = term.chars().all(|it| it.is_alphanumeric() || it == '_');
    (plain && !term.is_empty()).then(|| (term.to_owned(), after))
}

fn phrase(text: &str) -> Option<(String, &str)> {
    let mut phrase = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((phrase, text.get(at + 1..)?)),
            '\\' => phrase.push(characters.next()?.1),
            other => phrase.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, message: &str, expected: bool) {
        assert_eq!(Pattern::parse(pattern).unwrap().matches(message), expected, "{pattern} on {message}");
    }

    #[test]
    fn terms_are_required_optional_or_excluded() {
        check("", "anything", true);
        check(" ", "anything", true);
        check("ERROR", "[ERROR] x", true);
        check("ERROR", "[error] x", false);
        check("ERROR x", "[ERROR] y", false);
        check("?ERROR ?WARN", "a WARN", true);
        check("?ERROR ?WARN", "an INFO", false);
        check("ERROR -retry", "ERROR, will retry", false);
        check("ERROR -retry", "ERROR", true);
        check("\"Task timed out\"", "x Task timed out after 3.00 s", true);
        check("-\"Task timed out\"", "x Task timed out", false);
        check("\"a \\\"b\\\"\"", "a \"b\"", true);
    }

    #[track_caller]
    fn check_refused(pattern: &str) {
        assert!(Pattern::parse(pattern).is_err(), "{pattern}");
    }

    #[test]
    fn other_patterns_are_refused() {
        check_refused("{ $.level = \"ERROR\" }");
        check_refused("[ip, user]");
        check_refused("%ERROR%");
        check_refused("\"open");
        check_refused("a:b");
    }

    proptest::proptest! {
        #[test]
        fn no_pattern_brings_it_down(pattern in "[ -~é\"\\\\?-]{0,20}", message in ".{0,20}") {
            let _ = Pattern::parse(&pattern).map(|pattern| pattern.matches(&message));
        }

        #[test]
        fn a_quoted_phrase_finds_itself(phrase in "[ -!#-\\[\\]-~é]{1,20}") {
            assert!(Pattern::parse(&format!("\"{phrase}\"")).unwrap().matches(&format!("<{phrase}>")));
        }
    }
}

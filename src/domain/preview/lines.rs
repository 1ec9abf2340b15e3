//! Text by its lines.

/// Text and where its lines begin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines {
    text: String,
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of a text; an empty one has none.
    pub fn new(text: &str) -> Self {
        let after = text.match_indices('\n').map(|(at, _)| at + 1).filter(|at| *at < text.len());
        let starts = (!text.is_empty()).then_some(0).into_iter().chain(after).collect();
        Self { text: text.to_owned(), starts }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The `n`-th, without what ends it.
    pub fn line(&self, n: usize) -> Option<&str> {
        let start = *self.starts.get(n)?;
        let end = self.starts.get(n + 1).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end)?;
        let line = line.strip_suffix('\n').unwrap_or(line);
        Some(line.strip_suffix('\r').unwrap_or(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let lines = Lines::new(text);
        let got: Vec<&str> = (0..lines.len()).filter_map(|n| lines.line(n)).collect();
        assert_eq!(got, want);
        assert_eq!(lines.is_empty(), want.is_empty());
    }

    #[test]
    fn lines_are_what_ends_with_a_newline_and_the_rest() {
        check("", &[]);
        check("a", &["a"]);
        check("a\nb\r\n\nc", &["a", "b", "", "c"]);
        check("a\n", &["a"]);
        check("\n\n", &["", ""]);
    }
}

//! As much of the Insights query language as a reader of lines needs.

use regex::Regex;

use crate::demo::events::LogEvent;

/// So many rows are found where the query has no limit, and at most.
const USUAL_ROWS: usize = 10_000;
const MOST_ROWS: usize = 100_000;

/// `fields …`, `filter @message like …`, `sort … desc` and `limit …`, put together with `|`.
#[derive(Debug, Clone)]
pub struct Question {
    /// The fields of a row.
    pub fields: Vec<String>,
    /// Whether the greatest comes first.
    pub is_descending: bool,
    /// The most rows.
    pub limit: usize,
    like: Vec<Like>,
    sort: Sort,
}

#[derive(Debug, Clone)]
enum Like {
    Text(String),
    Regex(Regex),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Timestamp,
    Ingestion,
}

impl Question {
    /// Reads a query; the error is the part that is not understood.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut question = Self {
            fields: vec!["@timestamp".into(), "@message".into()],
            is_descending: true,
            limit: USUAL_ROWS,
            like: Vec::new(),
            sort: Sort::Timestamp,
        };
        for command in text.split('|').map(str::trim).filter(|command| !command.is_empty()) {
            question.read(command).ok_or_else(|| command.to_owned())?;
        }
        Ok(question)
    }

    fn read(&mut self, command: &str) -> Option<()> {
        let (name, rest) = command.split_once(char::is_whitespace)?;
        let rest = rest.trim();
        match name {
            "fields" | "display" => {
                self.fields = rest.split(',').map(|field| field.trim().to_owned()).collect();
            }
            "limit" => self.limit = rest.parse().ok().filter(|limit| (1..=MOST_ROWS).contains(limit))?,
            "sort" => self.read_sort(rest)?,
            "filter" => self.like.push(Like::read(rest)?),
            _ => return None,
        }
        Some(())
    }

    fn read_sort(&mut self, text: &str) -> Option<()> {
        let (field, order) = text.split_once(char::is_whitespace).unwrap_or((text, "asc"));
        self.sort = match field {
            "@timestamp" => Sort::Timestamp,
            "@ingestionTime" => Sort::Ingestion,
            _ => return None,
        };
        self.is_descending = match order.trim() {
            "asc" => false,
            "desc" => true,
            _ => return None,
        };
        Some(())
    }

    /// Whether every filter lets an event through.
    pub fn matches(&self, event: &LogEvent) -> bool {
        self.like.iter().all(|like| match like {
            Like::Text(text) => event.message.contains(text),
            Like::Regex(regex) => regex.is_match(&event.message),
        })
    }

    /// Where an event stands among others; events of one moment stay in the order of their ids.
    pub fn key(&self, event: &LogEvent) -> (i64, (i64, i64, u128)) {
        let first = match self.sort {
            Sort::Timestamp => event.timestamp,
            Sort::Ingestion => event.ingestion,
        };
        (first, event.order())
    }
}

impl Like {
    /// `@message like /regex/`, or `"text"`, or `'text'`.
    fn read(text: &str) -> Option<Self> {
        let wanted = text.strip_prefix("@message")?.trim_start().strip_prefix("like")?.trim();
        let inner = |quote: char| wanted.strip_prefix(quote)?.strip_suffix(quote);
        if let Some(regex) = inner('/') {
            return Regex::new(regex).ok().map(Self::Regex);
        }
        inner('"').or_else(|| inner('\'')).map(|text| Self::Text(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, message: &str, expected: bool) {
        let event = LogEvent::sample(message);
        assert_eq!(Question::parse(text).unwrap().matches(&event), expected, "{text} on {message}");
    }

    #[test]
    fn a_filter_looks_for_text_or_a_regular_expression() {
        check("fields @message", "x", true);
        check("fields @message | filter @message like /E[R]+OR/", "an ERROR", true);
        check("filter @message like \"ERROR\" | filter @message like 'no'", "an ERROR", false);
    }

    #[test]
    fn what_is_not_understood_is_said() {
        assert_eq!(Question::parse("fields @message | stats count(*)").unwrap_err(), "stats count(*)");
        assert_eq!(Question::parse("limit 0").unwrap_err(), "limit 0");
    }

    #[test]
    fn fields_sort_and_limit_are_read() {
        let question =
            Question::parse("fields @timestamp, @ptr | sort @ingestionTime asc | limit 7").unwrap();
        assert_eq!((question.fields.len(), question.is_descending, question.limit), (2, false, 7));
        assert_eq!(question.sort, Sort::Ingestion);
    }
}

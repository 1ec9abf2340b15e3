//! JSON that has been read only in part.

use serde_json::Value;

/// A value; where it is cut off, as much of it as is certain.
pub fn value(text: &str, is_whole: bool) -> Result<Value, String> {
    if is_whole {
        return serde_json::from_str(text).map_err(|error| error.to_string());
    }
    let closed = close(text).ok_or("it is not closed where it should be")?;
    serde_json::from_str(&closed).map_err(|error| error.to_string())
}

/// What is open where a text is cut off.
#[derive(Default)]
struct Scan {
    /// The brackets that close what is open, outermost first.
    open: Vec<u8>,
    /// The end of the last value that is whole, and how much was open there.
    safe: Option<(usize, usize)>,
    is_in_string: bool,
    is_escaped: bool,
}

impl Scan {
    fn take(&mut self, at: usize, byte: u8) -> Option<()> {
        if self.is_in_string {
            self.take_in_string(byte);
            return Some(());
        }
        match byte {
            b'"' => self.is_in_string = true,
            b'{' => self.begin(at, b'}'),
            b'[' => self.begin(at, b']'),
            b'}' | b']' => {
                self.open.pop().filter(|open| *open == byte)?;
                self.safe = Some((at + 1, self.open.len()));
            }
            b',' => self.safe = Some((at, self.open.len())),
            _ => {}
        }
        Some(())
    }

    fn take_in_string(&mut self, byte: u8) {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' => self.is_escaped = true,
            b'"' => self.is_in_string = false,
            _ => {}
        }
    }

    fn begin(&mut self, at: usize, closing: u8) {
        self.open.push(closing);
        // An empty root is better than nothing.
        if self.safe.is_none() {
            self.safe = Some((at + 1, self.open.len()));
        }
    }
}

/// The text up to its last whole value, with what is open there closed; `None`: it is no JSON.
fn close(text: &str) -> Option<String> {
    let mut scan = Scan::default();
    for (at, byte) in text.bytes().enumerate() {
        scan.take(at, byte)?;
    }
    let (end, depth) = scan.safe?;
    let mut closed = text.get(..end)?.to_owned();
    closed.extend(scan.open.get(..depth)?.iter().rev().map(|bracket| char::from(*bracket)));
    Some(closed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: Option<&str>) {
        assert_eq!(value(text, false).ok().map(|value| value.to_string()).as_deref(), want, "{text}");
    }

    #[test]
    fn what_is_cut_off_ends_with_the_last_whole_value() {
        check(
            r#"{"count":2,"entries":[{"a":1,"b":"x,}"},{"a":2,"b""#,
            Some(r#"{"count":2,"entries":[{"a":1,"b":"x,}"},{"a":2}]}"#),
        );
        check("[1,2,34", Some("[1,2]"));
        check(r#"[{"a":"\"#, Some("[]"));
        check(r#"{"a":{"b":["#, Some("{}"));
        check("[[1],[2", Some("[[1]]"));
        check(r#"{"a":1}"#, Some(r#"{"a":1}"#));
    }

    #[test]
    fn what_is_no_json_is_none() {
        for text in ["", "abc", "{]", "[INFO] a\n[INFO] b, c", "{a: 1, b: 2", "1"] {
            check(text, None);
        }
    }

    #[test]
    fn nesting_without_end_is_refused_and_does_no_harm() {
        check(&"[".repeat(1 << 20), Some("[]"));
        check(&format!("{}1,", "[".repeat(1 << 20)), None);
        assert!(value(&"[".repeat(1 << 20), true).is_err());
    }

    proptest::proptest! {
        #[test]
        fn every_beginning_of_json_is_json_after_its_first_bracket(
            json in "\\{\"[a-c]{1,3}\":(\"[\\\\\\\\a,{}]{0,4}\"|[0-9]{1,3}|\\[[0-9]{1,2},[0-9]{1,2}\\]),\"z\":\\{\"y\":\\[\\{\"x\":1\\}\\]\\}\\}",
            cut in 1_usize..60,
        ) {
            proptest::prop_assume!(serde_json::from_str::<Value>(&json).is_ok());
            let beginning = json.get(..cut.min(json.len())).unwrap();
            proptest::prop_assert!(value(beginning, false).is_ok(), "{beginning}");
        }
    }
}

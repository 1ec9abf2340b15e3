//! The parts of a JSON value, each with its path.

use serde_json::Value;

use crate::domain::text::visible;

/// The cells of a value that a row shows; the rest is off any screen, and in what is copied.
const LONGEST: usize = 1_000;

/// A part of a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// How deep it is; 0: directly in the value.
    pub depth: usize,
    /// Its name or number, made visible.
    pub name: String,
    /// From the root, as JSON paths and CloudWatch's filter patterns write it.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// Its value, made visible; of parts, how many there are.
    pub shown: String,
    /// Where its value is, as a JSON pointer.
    pub pointer: String,
    /// How many of the nodes after it are in it.
    pub parts: usize,
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Word,
    /// An object or an array.
    Parts,
}

/// All parts of a value, each before what is in it.
pub fn nodes(value: &Value) -> Vec<Node> {
    let mut nodes = Vec::new();
    parts(&mut nodes, 0, &Place { path: "$".to_owned(), pointer: String::new() }, value);
    nodes
}

/// Where a part is, in both ways to write it.
struct Place {
    path: String,
    pointer: String,
}

impl Place {
    fn field(&self, name: &str) -> Self {
        let token = name.replace('~', "~0").replace('/', "~1");
        Self { path: step(&self.path, name), pointer: format!("{}/{token}", self.pointer) }
    }

    fn item(&self, n: usize) -> Self {
        Self { path: format!("{}[{n}]", self.path), pointer: format!("{}/{n}", self.pointer) }
    }
}

fn parts(nodes: &mut Vec<Node>, depth: usize, place: &Place, value: &Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                part(nodes, depth, visible(name).into_owned(), &place.field(name), value);
            }
        }
        Value::Array(items) => {
            for (n, value) in items.iter().enumerate() {
                part(nodes, depth, n.to_string(), &place.item(n), value);
            }
        }
        _ => {}
    }
}

fn part(nodes: &mut Vec<Node>, depth: usize, name: String, place: &Place, value: &Value) {
    let at = nodes.len();
    let (kind, shown) = look(value);
    let (path, pointer) = (place.path.clone(), place.pointer.clone());
    nodes.push(Node { depth, name, path, pointer, kind, shown, parts: 0 });
    parts(nodes, depth + 1, place, value);
    let inner = nodes.len() - at - 1;
    if let Some(node) = nodes.get_mut(at) {
        node.parts = inner;
    }
}

fn look(value: &Value) -> (Kind, String) {
    match value {
        Value::Object(fields) => (Kind::Parts, format!("{{{}}}", fields.len())),
        Value::Array(items) => (Kind::Parts, format!("[{}]", items.len())),
        Value::String(text) => (Kind::Text, short(text)),
        Value::Number(number) => (Kind::Number, number.to_string()),
        word => (Kind::Word, word.to_string()),
    }
}

fn short(text: &str) -> String {
    let head = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default();
    let more = if head.len() < text.len() { "…" } else { "" };
    format!("{}{more}", visible(head))
}

/// A value as it is copied: a string without its quotes, parts on lines of their own.
pub fn copied(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    }
}

/// The path of a field: `.name`, or `['odd name']`.
fn step(path: &str, name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_plain {
        format!("{path}.{name}")
    } else {
        format!("{path}['{}']", name.replace('\\', "\\\\").replace('\'', "\\'"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, want: &[&str]) {
        let value = serde_json::from_str(json).unwrap();
        let nodes = nodes(&value);
        let shown =
            nodes.iter().map(|node| format!("{} {} {} +{}", node.depth, node.path, node.shown, node.parts));
        assert_eq!(shown.collect::<Vec<_>>(), want);
        for node in &nodes {
            assert!(value.pointer(&node.pointer).is_some(), "{}", node.pointer);
        }
    }

    #[test]
    fn every_part_has_its_path_before_what_is_in_it() {
        check(
            r#"{"a":{"b":1.50,"c":[true,"x"]},"d":null}"#,
            &[
                "0 $.a {2} +4",
                "1 $.a.b 1.5 +0",
                "1 $.a.c [2] +2",
                "2 $.a.c[0] true +0",
                "2 $.a.c[1] x +0",
                "0 $.d null +0",
            ],
        );
    }

    #[test]
    fn odd_names_are_quoted_and_nothing_reaches_the_terminal_raw() {
        check(
            r#"{"a-b":1,"c/d~":{"it's":2},"":"\u001b[2J"}"#,
            &["0 $['a-b'] 1 +0", "0 $['c/d~'] {1} +1", "1 $['c/d~']['it\\'s'] 2 +0", "0 $[''] ␛[2J +0"],
        );
    }

    #[test]
    fn a_string_is_copied_without_quotes_and_parts_with_lines_of_their_own() {
        for (json, want) in [(r#""a\nb""#, "a\nb"), ("1", "1"), (r#"{"a":1}"#, "{\n  \"a\": 1\n}")] {
            assert_eq!(copied(&serde_json::from_str(json).unwrap()), want);
        }
    }

    #[test]
    fn an_endless_string_is_cut_on_the_screen_alone() {
        let value = serde_json::json!(["é".repeat(1 << 19)]);
        let node = nodes(&value).pop().unwrap();
        assert!(node.shown.len() <= LONGEST + 3 && node.shown.ends_with('…'));
        assert_eq!(copied(value.pointer(&node.pointer).unwrap()).len(), 1 << 20);
    }
}

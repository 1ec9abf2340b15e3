//! JSON written as YAML, for reading: block style, plain words where they mean themselves, the rest in quotes.

use serde_json::Value;

/// Words that YAML 1.1 or 1.2 takes for something else than text.
const TAKEN: [&str; 11] = ["null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", "nan"];

/// A value as a YAML document, without the `---` before it.
pub fn yaml(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(_) | Value::Array(_) => block(&mut out, value, 0),
        scalar => {
            scalar_into(&mut out, scalar, 0);
            out.push('\n');
        }
    }
    out.trim_end().to_owned()
}

/// Everything in an object or an array, each part on lines of its own.
fn block(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                lead(out, depth);
                out.push_str(&text(name));
                out.push(':');
                below(out, value, depth);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                lead(out, depth);
                out.push('-');
                below(out, item, depth);
            }
        }
        other => scalar_into(out, other, depth),
    }
}

/// What stands after a `:` or a `-`.
fn below(out: &mut String, value: &Value, depth: usize) {
    let has_parts = match value {
        Value::Object(fields) => !fields.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    };
    out.push(if has_parts { '\n' } else { ' ' });
    if has_parts {
        block(out, value, depth + 1);
    } else {
        scalar_into(out, value, depth + 1);
        out.push('\n');
    }
}

fn lead(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

fn scalar_into(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::String(words) if is_literal(words) => literal(out, words, depth),
        Value::String(words) => out.push_str(&text(words)),
        other => out.push_str(&other.to_string()),
    }
}

/// Whether text of several lines can be written as it is: nothing in it is folded, cut or a control character.
fn is_literal(words: &str) -> bool {
    let is_strange = |c: char| c.is_control() && c != '\n';
    words.contains('\n')
        && !words.contains(is_strange)
        && !words.starts_with([' ', '\n'])
        && !words.ends_with('\n')
}

fn literal(out: &mut String, words: &str, depth: usize) {
    out.push_str("|-");
    for line in words.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            lead(out, depth);
        }
        out.push_str(line);
    }
}

/// A word as it is, or in the quotes that JSON and YAML share.
fn text(words: &str) -> String {
    if is_plain(words) { words.to_owned() } else { Value::from(words).to_string() }
}

fn is_plain(words: &str) -> bool {
    let may_begin = |c: char| c.is_ascii_alphabetic() || c == '_' || c == '/';
    let may_follow = |c: char| c.is_ascii_alphanumeric() || "_-./@+= ".contains(c);
    words.starts_with(may_begin)
        && words.chars().all(may_follow)
        && !words.ends_with(' ')
        && !TAKEN.contains(&words.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, want: &str) {
        assert_eq!(yaml(&serde_json::from_str(json).unwrap()), want, "{json}");
    }

    #[test]
    fn parts_stand_below_each_other() {
        check(
            r#"{"a":1,"b":{"c":[1.5,"x",{"d":null}],"e":[],"f":{}}}"#,
            "a: 1\nb:\n  c:\n    - 1.5\n    - x\n    -\n      d: null\n  e: []\n  f: {}",
        );
        check("[[1,2],[]]", "-\n  - 1\n  - 2\n- []");
        check("true", "true");
    }

    #[test]
    fn what_yaml_would_take_for_something_else_is_quoted() {
        for (json, want) in [
            (r#""a b""#, "a b"),
            (r#""no""#, "\"no\""),
            (r#""12""#, "\"12\""),
            (r#""2026-03-01""#, "\"2026-03-01\""),
            (r#""a: b""#, "\"a: b\""),
            (r#""--x""#, "\"--x\""),
            (r#""""#, "\"\""),
            (r#""a\tb""#, "\"a\\tb\""),
            (r#""end ""#, "\"end \""),
            (r#""/aws/lambda/f""#, "/aws/lambda/f"),
        ] {
            check(json, want);
        }
        check(r#"{"--rate":"0.5","yes":1}"#, "\"--rate\": \"0.5\"\n\"yes\": 1");
    }

    #[test]
    fn text_of_several_lines_stands_as_it_is_unless_that_would_change_it() {
        check(r#"{"a":"one\n  two\n\nthree"}"#, "a: |-\n  one\n    two\n\n  three");
        check(r#"{"a":" one\ntwo"}"#, "a: \" one\\ntwo\"");
        check(r#"["one\n"]"#, "- \"one\\n\"");
    }
}

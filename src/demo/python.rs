//! What Python would say: numbers, strings and exceptions in its notation.
//!
//! The function and the job of the pipeline are Python, so their logs and their CSV are too.

use serde_json::Value;

/// A number as `repr` writes it: the shortest digits that read back the same.
pub fn float(number: f64) -> String {
    if number.is_nan() {
        return "nan".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = format!("{number:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    match exponent.parse::<i32>().unwrap_or(0) {
        -4..=15 => format!("{number:?}"),
        exponent => format!("{digits}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs()),
    }
}

/// What `str` makes of a value that `json.loads` made.
pub fn str(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => repr(other),
    }
}

/// What `repr` makes of a value that `json.loads` made.
pub fn repr(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) if number.is_f64() => float(number.as_f64().unwrap_or_default()),
        Value::Number(number) => number.to_string(),
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", joined(items.iter().map(repr))),
        Value::Object(fields) => {
            format!(
                "{{{}}}",
                joined(fields.iter().map(|(name, value)| format!("{}: {}", quoted(name), repr(value))))
            )
        }
    }
}

/// The name of the type that `json.loads` makes of a value.
pub fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "NoneType",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "dict",
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            control if control.is_ascii_control() => out.extend(hex_escape(control)),
            quoting if quoting == quote => out.extend(['\\', quote]),
            other => out.push(other),
        }
    }
    out.push(quote);
    out
}

fn hex_escape(control: char) -> impl Iterator<Item = char> {
    let digit = |value: u32| char::from_digit(value, 16).unwrap_or('0');
    ['\\', 'x', digit(u32::from(control) / 16), digit(u32::from(control) % 16)].into_iter()
}

/// An exception that nobody caught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// The type with its module, as the last line of a traceback has it; built-in ones have none.
    pub path: &'static str,
    /// Its `str`.
    pub message: String,
    /// From the outermost frame to the one that raised.
    pub frames: Vec<Frame>,
}

/// A line of a traceback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The path of the source file.
    pub file: String,
    /// Counted from 1.
    pub line: u32,
    /// The function's name, or `<module>`.
    pub function: &'static str,
    /// The source; absent where the file cannot be read.
    pub code: Option<&'static str>,
}

impl Exception {
    /// The type's bare name.
    pub fn kind(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }

    /// `Kind: message`, the one line by which it is known.
    pub fn headline(&self) -> String {
        format!("{}: {}", self.kind(), self.message)
    }

    /// What the interpreter prints, without a newline at the end.
    pub fn traceback(&self) -> String {
        let frames: String = self.frames.iter().map(Frame::text).collect();
        format!("Traceback (most recent call last):\n{frames}{}: {}", self.path, self.message)
    }
}

impl Frame {
    /// As `traceback.format_list` writes it: one or two lines, each with its newline.
    pub fn text(&self) -> String {
        let Self { file, line, function, code } = self;
        let place = format!("  File \"{file}\", line {line}, in {function}\n");
        code.map_or_else(|| place.clone(), |code| format!("{place}    {code}\n"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn floats_are_written_as_python_writes_them() {
        let table = [
            (3.0, "3.0"),
            (0.1, "0.1"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.5e-5, "1.5e-05"),
            (0.0001, "0.0001"),
            (4.611_686_018_427_388e18, "4.611686018427388e+18"),
            (1e-100, "1e-100"),
            (-2.5, "-2.5"),
        ];
        for (number, expected) in table {
            assert_eq!(float(number), expected);
        }
    }

    #[test]
    fn values_are_written_as_python_writes_them() {
        let value = json!({"x": [1, null, true, "it's", "q\"", "b\n"], "y": 1.0});
        let expected = r#"{'x': [1, None, True, "it's", 'q"', 'b\n'], 'y': 1.0}"#;
        assert_eq!(repr(&value), expected);
    }
}

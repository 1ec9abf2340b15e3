//! What a program says when something goes wrong, without what it quotes of its data.

use std::fmt::Write as _;

/// No plain word is longer, and every key and token is.
const LONGEST: usize = 24;

/// Words after which a colon tells numbers, and no value.
const PLAIN: [&str; 2] = ["index out of bounds", "attempt to"];

/// The first line of `text`, in which everything that may be data is only counted: what stands in quotes, what follows a
/// colon, and words that no sentence has.
///
/// The standard library quotes the text that it could not cut, and puts the value that it did not expect after a colon.
pub fn without_data(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let line = without_value(&without_quotes(line));
    line.split(' ')
        .map(|word| if is_plain(word) { word.to_owned() } else { counted(word) })
        .collect::<Vec<_>>()
        .join(" ")
}

fn without_quotes(text: &str) -> String {
    let marks = |c| c == '`' || c == '"';
    match (text.find(marks), text.rfind(marks)) {
        (Some(first), Some(last)) if first < last => {
            let (before, inside) = (text.get(..first), text.get(first + 1..last));
            let (before, inside) = (before.unwrap_or_default(), inside.unwrap_or_default());
            format!("{before}{}{}", counted(inside), text.get(last + 1..).unwrap_or_default())
        }
        _ => text.to_owned(),
    }
}

fn without_value(text: &str) -> String {
    match text.split_once(": ") {
        Some((before, value)) if !PLAIN.contains(&before) => format!("{before}: {}", counted(value)),
        _ => text.to_owned(),
    }
}

fn is_plain(word: &str) -> bool {
    let has = |is: fn(&char) -> bool| word.chars().any(|c| is(&c));
    let is_mixed = has(char::is_ascii_digit) && has(char::is_ascii_alphabetic) && word.len() > 8;
    let is_data = word.contains("://") || word.contains(['=', '@', '&', '%']);
    word.chars().count() <= LONGEST && !is_mixed && !is_data
}

fn counted(data: &str) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(text, "<{} bytes>", data.len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(said: &str, want: &str) {
        assert_eq!(without_data(said), want);
    }

    #[test]
    fn what_tells_a_defect_is_kept() {
        for plain in [
            "index out of bounds: the len is 3 but the index is 5",
            "attempt to subtract with overflow",
            "range end index 12 out of range for slice of length 3",
            "provider failed to provide credentials",
            "",
        ] {
            check(plain, plain);
        }
    }

    #[test]
    fn nothing_that_is_quoted_is_kept() {
        check(
            "byte index 1 is not a char boundary; it is inside 'é' of `été AKIA\"x`",
            "byte index 1 is not a char boundary; it is inside 'é' of <12 bytes>",
        );
        check(
            "`aws_secret_access_key = k` ignored because it is not valid",
            "<25 bytes> ignored because it is not valid",
        );
    }

    #[test]
    fn no_value_is_kept_and_nothing_of_later_lines() {
        check(
            "called `Result::unwrap()` on an `Err` value: Secret { key: 7 }",
            "called <28 bytes> value: <17 bytes>",
        );
        check("no header: hunter2", "no header: <7 bytes>");
        check("it failed\n  left: hunter2", "it failed");
    }

    #[test]
    fn words_that_no_sentence_has_are_counted() {
        check("at https://b/k?X-Amz-Signature=1 now", "at <29 bytes> now");
        check("AKIAIOSFODNN7EXAMPLE is no key", "<20 bytes> is no key");
        check("token IQoJb3JpZ2luX2VjEOb-_________-wEaC", "token <34 bytes>");
    }
}

use super::*;

#[track_caller]
fn check(needle: &Needle, text: &str, want: &[&str]) {
    let found: Vec<&str> = needle.ranges(text).map(|range| &text[range]).collect();
    assert_eq!(found, want, "{} in {text}", needle.text());
    assert_eq!(needle.is_in(text), !want.is_empty());
}

fn regex(text: &str) -> Needle {
    Needle::regex(text).unwrap()
}

#[test]
fn case_counts_where_there_is_a_capital() {
    check(&Needle::word("error"), "ERROR error", &["ERROR", "error"]);
    check(&Needle::word("Error"), "ERROR Error", &["Error"]);
    check(&Needle::word("naïve"), "NAÏVE", &["NAÏVE"]);
    check(&regex("er+or"), "ERROR", &["ERROR"]);
    check(&regex("Er+or"), "ERROR Error", &["Error"]);
    check(&regex(r"\S+r"), "ERROR", &["ERROR"]);
    check(&regex(r"\\Sr"), r"\sr \Sr", &[r"\Sr"]);
}

#[test]
fn a_word_stands_for_itself_and_an_expression_does_not() {
    check(&Needle::word("a.b"), "a.b axb", &["a.b"]);
    check(&regex("a.b"), "a.b axb", &["a.b", "axb"]);
    check(&regex("503"), "1503", &["503"]);
    check(&regex("(?i)ERROR"), "error", &["error"]);
}

#[test]
fn every_line_of_a_text_has_its_own_beginning_and_end() {
    check(&regex("^b$"), "a\nb\nc", &["b"]);
}

#[test]
fn nothing_is_marked_where_nothing_is_found() {
    let needle = regex("x*");
    assert!(needle.is_in("abc"));
    assert_eq!(needle.ranges("abc").count(), 0);
}

#[test]
fn needles_differ_by_what_they_find() {
    assert_eq!(Needle::word("ab"), regex("ab"));
    assert!(Needle::word("a.b") != regex("a.b"));
}

#[test]
fn a_mistake_says_where_it_is() {
    for (text, want) in [
        ("foo(", "unclosed group, at character 4"),
        ("é[", "unclosed character class, at character 2"),
        ("*", "repetition operator missing expression, at character 1"),
        (r"\q", "unrecognized escape sequence, at character 1"),
        ("x{1000}{1000}{1000}", "it is too large"),
    ] {
        assert_eq!(Needle::regex(text).unwrap_err(), want, "{text}");
    }
}

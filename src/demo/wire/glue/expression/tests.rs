//! Expressions, and which of four partitions fulfil them.

use super::*;

/// The days and regions of the partitions that fulfil it, shortened; or the error.
fn admitted(text: &str) -> String {
    let column = |name: &str, kind: &str| Column { name: name.to_owned(), kind: kind.to_owned() };
    let keys = [column("day", "date"), column("region", "string"), column("hour", "int")];
    let partitions = [
        ["2026-11-01", "eu", "2"],
        ["2026-11-02", "us", "10"],
        ["2026-12-01", "ap_x", "9"],
        ["2026-12-02", NULL, "23"],
    ];
    let expression = match Expression::parse(text, &keys) {
        Ok(expression) => expression,
        Err(error) => return error,
    };
    let admitted = partitions.iter().filter(|values| expression.admits(&values.map(str::to_owned)));
    admitted.map(|values| values[2]).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(text: &str, want: &str) {
    assert_eq!(admitted(text), want, "{text}");
}

#[test]
fn values_are_compared_as_their_keys_are() {
    check("day = '2026-11-02'", "10");
    check("day > '2026-11-02'", "9 23");
    check("day >= '2026-11-02' and day < '2026-12-02'", "10 9");
    check("hour > 9", "10 23");
    check("hour <= '9'", "2 9");
    check("hour <> 9", "2 10 23");
    check("hour != 9 AND `hour` = 10", "10");
}

#[test]
fn conditions_are_put_together() {
    check("region = 'eu' OR region = 'us' AND hour = 2", "2");
    check("(region = 'eu' OR region = 'us') AND hour = 10", "10");
    check("NOT region = 'eu'", "10 9 23");
    check("region IN ('eu', 'us')", "2 10");
    check("region NOT IN ('eu','us')", "9 23");
    check("hour BETWEEN 9 AND 10", "10 9");
    check("hour NOT BETWEEN 9 AND 10", "2 23");
    check("region LIKE 'a%'", "9");
    check("region LIKE '_s'", "10");
    check("day LIKE '%-12-%' AND region NOT LIKE '%x'", "23");
    check("region IS NULL", "23");
    check("region IS NOT NULL AND hour < 3", "2");
}

#[test]
fn what_makes_no_sense_is_named() {
    check("dya = '1'", "Partition key dya is not a key of the table");
    check("day", "Expected an operator at the end of the expression");
    check("day = ", "Expected a key or a value at the end of the expression");
    check("day = '1' hour", "Unexpected hour in the expression");
    check("day = '1", "A quote is not closed in the expression: '1");
    check("hour in (1, 2", "Expected ) at the end of the expression");
    check("day = #", "The expression cannot be read from here on: #");
}

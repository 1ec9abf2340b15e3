use serde_json::{Value, json};

use super::*;

#[track_caller]
fn check(entries: &Value, expected: &str) {
    assert_eq!(describe(entries).unwrap(), expected);
}

#[track_caller]
fn check_refused(entries: &Value, kind: &str, message: &str) {
    let refusal = describe(entries).unwrap_err();
    assert_eq!((refusal.kind, refusal.message.as_str()), (kind, message));
}

#[test]
fn the_fixture_is_described_as_pandas_described_it() {
    let answer: Value = serde_json::from_str(include_str!("fixture.json")).unwrap();
    check(&answer["entries"], include_str!("fixture.csv"));
}

#[test]
fn among_equally_frequent_values_the_first_seen_is_on_top() {
    check(&json!([{"a":"z"},{"a":"y"},{"a":"y"},{"a":"z"}]), ",a\ncount,4\nunique,2\ntop,z\nfreq,2\n");
}

#[test]
fn missing_and_null_values_are_not_counted() {
    check(&json!([{"a":"z"},{"b":"q"}]), ",a,b\ncount,1,1\nunique,1,1\ntop,z,q\nfreq,1,1\n");
    check(&json!([{"a":null,"b":"x"}]), ",a,b\ncount,0,1\nunique,0,1\ntop,,x\nfreq,,1\n");
    check(&json!([{"h":true},{"h":null},{"h":true}]), ",h\ncount,2\nunique,1\ntop,True\nfreq,2\n");
}

#[test]
fn an_empty_string_is_a_value() {
    check(&json!([{"a":""},{"a":""}]), ",a\ncount,2\nunique,1\ntop,\nfreq,2\n");
}

#[test]
fn booleans_are_categories() {
    check(
        &json!([{"a":true,"b":false},{"a":false,"b":false}]),
        ",a,b\ncount,2,2\nunique,2,1\ntop,True,False\nfreq,1,2\n",
    );
}

#[test]
fn cells_are_quoted_only_where_they_must_be() {
    check(
        &json!([{"a":"he said \"x\", ok"},{"a":"l1\nl2"},{"b,c":" it's"}]),
        ",a,\"b,c\"\ncount,2,1\nunique,2,1\ntop,\"he said \"\"x\"\", ok\", it's\nfreq,1,1\n",
    );
    check(&json!([{"a":"x\ry"}]), ",a\ncount,1\nunique,1\ntop,x\ry\nfreq,1\n");
}

#[test]
fn a_numeric_column_drives_the_others_out() {
    check(
        &json!([{"a":1,"s":"x"},{"a":2,"s":"y"},{"a":4,"s":"z"}]),
        ",a\ncount,3.0\nmean,2.3333333333333335\nstd,1.5275252316519465\nmin,1.0\n25%,1.5\n50%,2.0\n75%,3.0\nmax,4.0\n",
    );
    check(
        &json!([{"a":1,"h":true}]),
        ",a\ncount,1.0\nmean,1.0\nstd,\nmin,1.0\n25%,1.0\n50%,1.0\n75%,1.0\nmax,1.0\n",
    );
    check(
        &json!([{"a":1.5},{"a":2},{"a":null}]),
        ",a\ncount,2.0\nmean,1.75\nstd,0.3535533905932738\nmin,1.5\n25%,1.625\n50%,1.75\n75%,1.875\nmax,2.0\n",
    );
}

#[test]
fn nulls_beside_gaps_are_numbers_and_nulls_alone_are_not() {
    check(&json!([{"a":null},{"a":null}]), ",a\ncount,0\nunique,0\ntop,\nfreq,\n");
    check(
        &json!([{"a":null,"s":"x"},{"s":"y"}]),
        ",a\ncount,0.0\nmean,\nstd,\nmin,\n25%,\n50%,\n75%,\nmax,\n",
    );
}

#[test]
fn mixed_columns_compare_as_python_does() {
    check(&json!([{"a":"q"},{"a":1},{"a":true},{"a":1.0}]), ",a\ncount,4\nunique,2\ntop,1\nfreq,3\n");
    check(&json!([{"a":1.5},{"a":1.5},{"a":"x"}]), ",a\ncount,3.0\nunique,2.0\ntop,1.5\nfreq,2.0\n");
    check(&json!([{"a":[1]},{"a":[2]}]), ",a\ncount,2\nunique,2\ntop,[1]\nfreq,1\n");
    check(
        &json!([{"a":{"x":1,"y":"z"}},{"a":{"y":"z","x":1}}]),
        ",a\ncount,2\nunique,1\ntop,\"{'x': 1, 'y': 'z'}\"\nfreq,2\n",
    );
}

#[test]
fn a_list_of_scalars_is_a_column_named_0() {
    check(&json!(["x", "y", "x"]), ",0\ncount,3\nunique,2\ntop,x\nfreq,2\n");
}

#[test]
fn lists_are_rows_and_may_differ_in_length() {
    check(&json!([["a"], ["b", "c"]]), ",0,1\ncount,2,1\nunique,2,1\ntop,a,c\nfreq,1,1\n");
    check_refused(&json!([[1], 2]), "TypeError", "object of type 'int' has no len()");
    check_refused(&json!([[], []]), "ValueError", "Cannot describe a DataFrame without columns");
}

#[test]
fn what_pandas_refuses_is_refused_in_its_words() {
    check_refused(&json!([]), "ValueError", "Cannot describe a DataFrame without columns");
    check_refused(&json!([{}]), "ValueError", "Cannot describe a DataFrame without columns");
    check_refused(&json!("text"), "ValueError", "DataFrame constructor not properly called!");
    check_refused(&json!([{"a":1}, 3]), "TypeError", "'int' object is not iterable");
}

use super::{Error, MOST_CHARACTERS, Pattern, Reason};

#[track_caller]
fn check(pattern: &str, message: &str, expected: bool) {
    let read = Pattern::parse(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    assert_eq!(read.matches(message), expected, "{pattern} on {message}");
}

#[track_caller]
fn check_refused(pattern: &str, at: usize, said: &str) {
    let error = Pattern::parse(pattern).expect_err(pattern);
    assert_eq!((error.at, error.reason.to_string().as_str()), (at, said), "{pattern}");
}

#[test]
fn terms_are_required_optional_or_excluded() {
    check("", "anything", true);
    check(" ", "anything", true);
    check("ERROR", "[ERROR] A fatal exception has occurred", true);
    check("ERROR", "Exiting with ERRORCODE: -1", true);
    check("ERROR", "[error] x", false);
    check("ERROR -Exiting", "Exiting with ERRORCODE: -1", false);
    check("\"ERROR\" - \"Exiting\"", "Exiting with ERRORCODE: -1", false);
    check("ERROR Exception", "[ERROR] Caught IllegalArgumentException", true);
    check("ERROR Exception", "[ERROR] nothing of the kind", false);
    check("?ERROR ?WARN", "a WARN", true);
    check("?ERROR ?WARN", "an INFO", false);
    check("?ERROR ?WARN -retry", "a WARN, will retry", false);
    check("INFO ?ERROR", "an INFO", true);
    check("\"Task timed out\"", "x Task timed out after 3.00 s", true);
    check("-\"Task timed out\"", "x Task timed out", false);
    check("\"a \\\"b\\\"\"", "a \"b\"", true);
}

const TRAIL: &str = r#"{"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111", "arrayKey": ["value",
    "another value"], "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}], "SomeObject": null,
    "ThisFlag": true, "latency": 512.5, "detail-type": "x"}"#;

#[test]
fn members_of_json_are_compared() {
    let table = [
        ("{ $.eventType = \"UpdateTrail\" }", true),
        ("{$.eventType=UpdateTrail}", true),
        ("{ $.eventType = \"updateTrail\" }", false),
        ("{ $.eventType != \"UpdateTrail\" }", false),
        ("{ $.sourceIPAddress != 123.123.* }", true),
        ("{ $.sourceIPAddress = 111.* }", true),
        ("{ $.eventType = *Trail }", true),
        ("{ $.eventType = \"*dateT*\" }", true),
        ("{ $.eventType = Up*Trail }", false),
        ("{ $.eventType = * }", true),
        ("{ $.nobody = * }", false),
        ("{ $.arrayKey[0] = \"value\" }", true),
        ("{ $.arrayKey[7] = \"value\" }", false),
        ("{ $.eventType[0] = \"U\" }", false),
        ("{ $.objectList[1].id = 2 }", true),
        ("{ $.objectList[1].name = 2 }", false),
        ("{ $.detail-type = x }", true),
    ];
    for (pattern, expected) in table {
        check(pattern, TRAIL, expected);
    }
}

#[test]
fn json_is_asked_for_what_is_there_and_what_is_not() {
    let table = [
        ("{ $.SomeObject IS NULL }", true),
        ("{ $.nobody IS NULL }", false),
        ("{ $.SomeOtherObject NOT EXISTS }", true),
        ("{ $.SomeObject NOT EXISTS }", false),
        ("{ $.ThisFlag IS TRUE }", true),
        ("{ $.ThisFlag is true }", true),
        ("{ $.ThisFlag IS FALSE }", false),
        ("{ $.nobody != \"x\" }", false),
        ("{ $.arrayKey = 1 }", false),
        ("{ $.arrayKey != 1 }", false),
    ];
    for (pattern, expected) in table {
        check(pattern, TRAIL, expected);
    }
    check("{ $.a NOT EXISTS }", "no JSON", false);
    check("{ $.a NOT EXISTS }", "{}\n", true);
}

#[test]
fn numbers_are_compared_as_numbers() {
    let table = [
        ("{ $.latency >= 500 }", true),
        ("{ $.latency >= 512.5 }", true),
        ("{ $.latency < 10e-3 }", false),
        ("{ $.latency < 10e3 }", true),
        ("{ $.latency > +1000 }", false),
        ("{ $.latency <= 512.50 }", true),
        ("{ $.latency = 5.125e2 }", true),
        ("{ $.latency != 512 }", true),
        ("{ $.eventType > 5 }", false),
        ("{ $.eventType != 5 }", true),
    ];
    for (pattern, expected) in table {
        check(pattern, TRAIL, expected);
    }
}

const USERS: &str = r#"{"user": {"id": 1, "email": "John.Stiles@example.com"}, "users": [{"id": 2,
    "email": "John.Doe@example.com"}, {"id": 3, "email": "Jane.Doe@example.com"}], "actions": ["GET", "PUT", "DELETE"],
    "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]]}"#;

#[test]
fn parentheses_bind_before_and_and_before_or() {
    let stiles = "$.user.email = \"John.Stiles@example.com\"";
    let table = [
        ("{ ($.user.id = 1) && ($.users[0].email = \"John.Doe@example.com\") }", true),
        ("{ ($.user.id = 2 && $.users[0].email = \"nonmatch\") || $.actions[2] = \"GET\" }", false),
        (&format!("{{ {stiles} || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }}"), true),
        (&format!("{{ ({stiles} || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }}"), false),
        ("{$.coordinates[1][2]=6&&$.user.id=1||$.user.id=9}", true),
    ];
    for (pattern, expected) in table {
        check(pattern, USERS, expected);
    }
    check(
        "{ $.type = \"report\" && $.record.status != \"success\" }",
        r#"{"type":"report","record":{}}"#,
        false,
    );
}

const REQUEST: &str = "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\" 404 1534";

#[test]
fn fields_between_spaces_brackets_and_quotes_are_compared() {
    let table = [
        ("[ip, user, username, timestamp, request, status_code, bytes]", true),
        ("[ip, user, username, timestamp, request, status_code]", false),
        ("[ip, user, username, timestamp, request, status_code, bytes > 1000]", true),
        ("[ip, user, username, timestamp, request, status_code = 200, bytes]", false),
        ("[ip, user, username, timestamp, request =*.html*, status_code = 4*, bytes]", true),
        ("[..., status_code, bytes]", true),
        ("[..., request=*.html*, status_code=4*,]", true),
        ("[..., status_code = 4* && status_code != 404, bytes]", false),
        ("[..., status_code = 403 || status_code = 404, bytes]", true),
        ("[ip = 127.*, user, ..., bytes >= 1534]", true),
        ("[ip, user, username = frank, ...]", true),
        ("[ip, user, username = \"frank\", ...]", true),
        ("[a, b, c, d, e, f, g, ..., h]", false),
        ("[...]", true),
    ];
    for (pattern, expected) in table {
        check(pattern, REQUEST, expected);
    }
    check("[w1=ERROR, w2]", "ERROR WARN message", false);
    check("[w1=ERROR||w1=WARN, w2]", "WARN message", true);
    check("[w1!=ERROR&&w1!=WARN, w2]", "INFO message", true);
    check("[w1=ERROR]", "ERROR\n", true);
}

#[test]
fn regular_expressions_stand_alone_or_for_a_value() {
    check("%seq=[0-9]+$%", "a seq=17", true);
    check("%^GET%", "a GET", false);
    check("ERROR -%time[ds] out%", "ERROR timed out", false);
    check("?%a.c% ?%x{2}%", "xx", true);
    check("%\\d\\d:\\d\\d%", "at 12:30", true);
    check("{ $.eventType = %^Update% }", TRAIL, true);
    check("{ $.eventType != %Trail% && $.arrayKey[1] = %other v% }", TRAIL, false);
    check("[..., request = %html|php%, status_code = %4[0-9][0-9]%, bytes]", REQUEST, true);
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    check_refused("a:b", 1, "what has ':' in it needs double quotes around it");
    check_refused("ERROR \"open", 11, "a closing double quote is expected");
    check_refused("ERROR -", 7, "a term is expected");
    check_refused("%a(b)%", 2, "a regular expression here has no parentheses");
    check_refused("%a!%", 2, "a regular expression here has no '!'");
    check_refused("%é%", 1, "a regular expression here has no 'é'");
    check_refused("%a", 2, "a closing % is expected");
    check_refused("%%", 1, "this regular expression is not valid");
    check_refused("%[z-a]%", 1, "this regular expression is not valid");
    check_refused("%a% %b% %c%", 9, "a pattern may have two regular expressions");
    check_refused("{ level = 1 }", 2, "a selector such as $.level is expected");
    check_refused("{ $ = 1 }", 3, "a member such as .level is expected");
    check_refused("{ $.a[x] = 1 }", 6, "an item's number is expected");
    check_refused("{ $.a 1 }", 6, "=, !=, <, >, <=, >=, IS or NOT EXISTS is expected");
    check_refused("{ $.a = }", 8, "a value is expected");
    check_refused("{ $.a = b@c }", 9, "what has '@' in it needs double quotes around it");
    check_refused("{ $.a > b }", 8, "only a number can be compared so; text has = and !=");
    check_refused("{ $.a = b", 9, "&&, || or a closing } is expected");
    check_refused("{ ($.a = b }", 11, "&&, || or a closing parenthesis is expected");
    check_refused("{ $.a = b } c", 12, "nothing more is expected");
    check_refused("{ $.a EXISTS }", 13, "there is no such test; write = *");
    check_refused("{ $.a IS NOT NULL }", 13, "there is no such test; write = or !=");
    check_refused("{ $.a IS 5 }", 9, "NULL, TRUE or FALSE is expected");
    check_refused("[a, ..., b, ...]", 15, "a pattern may have one ...");
    check_refused("[a = 1 b]", 7, "&&, ||, a comma or a closing ] is expected");
    check_refused("[a, b", 5, "&&, ||, a comma or a closing ] is expected");
}

#[test]
fn a_pattern_has_at_most_1024_characters() {
    assert!(Pattern::parse(&"é".repeat(MOST_CHARACTERS)).is_ok());
    let refused = Error { at: 1024, reason: Reason::TooLong };
    assert_eq!(Pattern::parse(&"é".repeat(MOST_CHARACTERS + 1)).unwrap_err(), refused);
}

#[test]
fn the_deepest_pattern_that_fits_is_read() {
    let deep = format!("{{{}$.a=1{}}}", "(".repeat(508), ")".repeat(508));
    check(&deep, r#"{"a": 1}"#, true);
}

proptest::proptest! {
    #[test]
    fn no_pattern_brings_it_down(pattern in "[\\[{%]?[ -~é\"\\\\?-]{0,30}", message in ".{0,20}") {
        let _ = Pattern::parse(&pattern).map(|pattern| pattern.matches(&message));
    }

    #[test]
    fn no_near_pattern_brings_it_down(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "{", "}", "[", "]", "$.a", "[0]", "=", "!=", ">", "%a+%", "%", "\"b\"", "*", "5", "&&", "||", "(", ")",
                "...", ",", " ", "IS", "NULL", "NOT", "EXISTS", "-", "?", "w",
            ]),
            0..12,
        ),
        message in "[{\\[]?[ -~]{0,20}",
    ) {
        let _ = Pattern::parse(&parts.concat()).map(|pattern| pattern.matches(&message));
    }

    #[test]
    fn a_quoted_phrase_finds_itself(phrase in "[ -!#-\\[\\]-~é]{1,20}") {
        assert!(Pattern::parse(&format!("\"{phrase}\"")).unwrap().matches(&format!("<{phrase}>")));
    }
}

//! Wrong files, and every line that is said of each.

use super::*;

#[track_caller]
fn check(text: &str, want: &[&str]) {
    let mistakes = Config::parse(text, &ROWS).unwrap_err();
    let got = Error::Wrong("c.toml".into(), mistakes).to_string();
    let want: Vec<String> = want.iter().map(|line| format!("c.toml:{line}")).collect();
    assert_eq!(got.lines().collect::<Vec<_>>(), want, "of\n{text}");
}

#[track_caller]
fn check_in_pipeline(lines: &str, want: &[&str]) {
    check(&format!("[[pipeline]]\nname = \"p\"\n{lines}"), want);
}

#[test]
fn broken_toml_is_said_once_to_a_line() {
    check("read_only = \n", &["1:13: a value is missing"]);
    check("time = \"local\nlog_lines = 5000\n", &["1:14: invalid basic string, expected `\"`"]);
    check("read_only = true\nread_only = false\n", &["2:1: duplicate key: `read_only`"]);
    check("[[pipeline]\nname = \"p\"\n", &["1:12: unclosed array table, expected `]`"]);
    check(
        "read_only = tru\n buket\n",
        &["1:13: invalid boolean, expected `true`: `tru`", "2:7: key with no value, expected `=`"],
    );
    check(
        "x = [1,\n2\ny = 3\n",
        &[
            "1:1: unknown key `x` at the top of the file; expected `pipeline`, `read_only`, `arm_minutes`, `time`, `theme`, `log_lines`, `log_memory`, `log_since`, `tail`, `keys`, `columns`",
            "3:1: missing comma between array elements, expected `,`",
        ],
    );
}

#[test]
fn an_unknown_key_names_its_home_or_the_nearest() {
    check(
        "read-only = true",
        &["1:1: unknown key `read-only` at the top of the file; did you mean `read_only`?"],
    );
    check(
        "colour = 1",
        &[
            "1:1: unknown key `colour` at the top of the file; expected `pipeline`, `read_only`, `arm_minutes`, `time`, `theme`, `log_lines`, `log_memory`, `log_since`, `tail`, `keys`, `columns`",
        ],
    );
    check(
        "[[pipelines]]\nname=\"p\"\n",
        &["1:3: unknown key `pipelines` at the top of the file; did you mean `pipeline`?"],
    );
    check_in_pipeline(
        "profil = \"x\"",
        &["3:1: unknown key `profil` in [[pipeline]]; did you mean `profile`?"],
    );
    check_in_pipeline(
        "bucket = \"b\"",
        &["3:1: unknown key `bucket` in [[pipeline]]; it belongs in [pipeline.raw] or [pipeline.processed]"],
    );
    check_in_pipeline(
        "[pipeline.raw]\nbuket = \"abc\"",
        &["4:1: unknown key `buket` in [pipeline.raw]; did you mean `bucket`?"],
    );
    check_in_pipeline(
        "[pipeline.catalog]\ncrawler = \"a\\nb\"\ndatbase = \"d\"",
        &[
            "4:11: `crawler` is \"a\\nb\"; expected a name in Glue: 1 to 255 bytes on one line, none of them invisible",
            "5:1: unknown key `datbase` in [pipeline.catalog]; did you mean `database`?",
        ],
    );
    check_in_pipeline(
        "[pipeline.logs]\ngroups = \"one\"\nread_only = true",
        &[
            "4:10: `groups` is \"one\"; expected a list of log groups in brackets",
            "5:1: unknown key `read_only` in [pipeline.logs]; it belongs at the top of the file, before any [table]",
        ],
    );
    check_in_pipeline(
        "[pipeline.lambda]\n",
        &[
            "3:11: unknown key `lambda` in [[pipeline]]; expected `name`, `profile`, `region`, `account_name`, `production`, `ingest`, `raw`, `etl`, `processed`, `catalog`, `logs`",
        ],
    );
}

#[test]
fn pipelines_are_named_and_each_once() {
    check("pipeline = 1", &["1:12: `pipeline` is 1; expected [[pipeline]], in double brackets"]);
    check(
        "[pipeline]\nname = \"p\"\n",
        &["1:1: `pipeline` is [pipeline]; expected [[pipeline]], in double brackets"],
    );
    check("[[pipeline]]\n", &["1:1: `name` is missing in [[pipeline]]"]);
    check(
        "[[pipeline]]\nname = \"\"\n",
        &["2:8: `name` is \"\"; expected a name: 1 to 255 characters, none of them invisible"],
    );
    check(
        "[[pipeline]]\nname = \"a\"\n[[pipeline]]\nname = \"a\"\n",
        &["4:8: two pipelines are named \"a\"; the other one is in line 2"],
    );
    check(
        "[[pipeline]]\nname = \"a\\u001b[2J\"\n",
        &["2:8: `name` is \"a\\u001b[2J\"; expected a name: 1 to 255 characters, none of them invisible"],
    );
}

#[test]
fn a_value_of_the_wrong_kind_says_what_is_expected() {
    check("read_only = \"yes\"", &["1:13: `read_only` is \"yes\"; expected true, false or \"until-armed\""]);
    check("time = \"UTC\"", &["1:8: `time` is \"UTC\"; expected \"local\" or \"utc\""]);
    check("theme = 3", &["1:9: `theme` is 3; expected \"ansi\" or \"mono\""]);
    check("log_lines = 10", &["1:13: `log_lines` is 10; expected a whole number from 1000 to 10000000"]);
    for wrong in ["\"64\"", "\"0 MiB\"", "\"17 GiB\"", "\"-1 MiB\"", "64"] {
        let said = wrong.trim_matches('"');
        let shown = if said == wrong { said.to_owned() } else { format!("\"{said}\"") };
        let want = format!(
            "1:14: `log_memory` is {shown}; expected an amount such as \"64 MiB\" or \"1 GiB\", from \"1 MiB\" to \"16 GiB\""
        );
        check(&format!("log_memory = {wrong}"), &[&want]);
    }
    check("log_lines = 1e5", &["1:13: `log_lines` is 1e5; expected a whole number from 1000 to 10000000"]);
    check(
        "log_since = \"15 lightyears\"",
        &[
            "1:13: `log_since` is \"15 lightyears\"; expected a time such as \"15m\" or \"1h 30m\", at most \"7d\"",
        ],
    );
    check(
        "log_since = 15",
        &["1:13: `log_since` is 15; expected a time such as \"15m\" or \"1h 30m\", at most \"7d\""],
    );
    check(
        "log_since = \"30d\"",
        &["1:13: `log_since` is \"30d\"; expected a time such as \"15m\" or \"1h 30m\", at most \"7d\""],
    );
    check("keys = 3", &["1:8: `keys` is 3; expected the table [keys]"]);
    check_in_pipeline("production = 1", &["3:14: `production` is 1; expected true or false"]);
    check_in_pipeline("raw = \"bucket\"", &["3:7: `raw` is \"bucket\"; expected the table [pipeline.raw]"]);
    check_in_pipeline(
        "[pipeline.ingest]\nfunction = \"f\"\npayload = \"x\"",
        &["5:11: `payload` is \"x\"; expected a table such as { bucket_name = \"…\" }"],
    );
    check_in_pipeline(
        "[pipeline.ingest]\nfunction = \"f\"\npayload = { a = 1979-05-27, b = [nan] }",
        &[
            "5:17: `payload` is 1979-05-27; expected what JSON has: no dates, no infinities",
            "5:34: `payload` is nan; expected what JSON has: no dates, no infinities",
        ],
    );
    check_in_pipeline(
        "[pipeline.etl]\narguments = 1",
        &[
            "3:1: `job` is missing in [pipeline.etl]",
            "4:13: `arguments` is 1; expected a table such as { \"--failure_rate\" = \"0.5\" }",
        ],
    );
}

#[test]
fn names_that_aws_would_refuse_are_refused_here() {
    check_in_pipeline(
        "region = \"us east\"",
        &["3:10: `region` is \"us east\"; expected a region such as \"us-east-2\""],
    );
    check_in_pipeline(
        "[pipeline.raw]\nbucket = \"My_Bucket\"",
        &[
            "4:10: `bucket` is \"My_Bucket\"; expected a bucket's name: 3 to 63 of a-z, 0-9, `-` and `.`, with a letter or digit at both ends",
        ],
    );
    check_in_pipeline(
        "[pipeline.raw]\nbucket=\"abc\"\nkey=\"\"",
        &["5:5: `key` is \"\"; expected an object's key: 1 to 1024 bytes"],
    );
    check_in_pipeline(
        "[pipeline.ingest]\nfunction = \"my function\"",
        &[
            "4:12: `function` is \"my function\"; expected a function's name (1 to 64 letters, digits, `-` and `_`), with or without `:alias`, or its ARN",
        ],
    );
    check_in_pipeline(
        "[pipeline.etl]\njob = \"\"\narguments = { failure_rate = \"0.5\", \"--n\" = 1 }",
        &[
            "4:7: `job` is \"\"; expected a name in Glue: 1 to 255 bytes on one line, none of them invisible",
            "5:15: unknown argument `failure_rate` in `arguments`; did you mean `--failure_rate`?",
            "5:45: `--n` is 1; expected a string in quotes: \"1\"",
        ],
    );
    check_in_pipeline(
        "[pipeline.logs]\ngroups = [\"ok\", \"not ok\", 1]",
        &[
            "4:17: `groups` is \"not ok\"; expected a log group's name: 1 to 512 letters, digits and `_`, `-`, `/`, `.`, `#`",
            "4:27: `groups` is 1; expected a string in quotes",
        ],
    );
}

#[test]
fn rebinding_names_commands_and_keys() {
    check(
        "[keys]\nlogs.pause = \"f\"",
        &["2:6: unknown command `logs.pause` in [keys]; expected `logs.follow`"],
    );
    check("[keys]\n\"console.quit\" = \"f\"", &["1:1: `f` is given to two by [keys]"]);
    check(
        "[keys]\n\"console.qiut\" = \"x\"\n\"console.quit\" = \"shift\"\nlogs.follow = [\"f\", 1]\n\"zzz\" = 1\n",
        &[
            "2:1: unknown command `console.qiut` in [keys]; did you mean `console.quit`?",
            "3:18: `console.quit`: `shift` is no key",
            "4:21: `logs.follow` is 1; expected a key in quotes, or a list of them",
            "5:1: unknown command `zzz` in [keys]; expected `console.…`, `logs.…`",
        ],
    );
}

#[test]
fn columns_are_those_that_a_list_has() {
    check(
        "[columns]\nruns = [\"stat\", \"started\", \"started\", 1, \"elsewhere\"]\nrun = []\nzzzzzz = []\n",
        &[
            "2:9: `runs` has no column `stat`; did you mean `state`?",
            "2:28: `runs` names `started` twice",
            "2:39: `runs` is 1; expected a column in quotes",
            "2:42: `runs` has no column `elsewhere`; expected `state`, `started`, `duration`",
            "3:1: unknown list `run` in [columns]; did you mean `runs`?",
            "4:1: unknown list `zzzzzz` in [columns]; expected `runs`, `invocations`",
        ],
    );
    check(
        "[columns]\nruns = \"state\"",
        &["2:8: `runs` is \"state\"; expected a list of columns: `state`, `started`, `duration`"],
    );
    check(
        "[columns]\nruns = []",
        &["2:8: `runs` is []; expected a list of columns: `state`, `started`, `duration`"],
    );
    check("columns = 1", &["1:11: `columns` is 1; expected the table [columns]"]);
}

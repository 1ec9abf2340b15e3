//! The layers of ARCHITECTURE.md, held apart.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The name of a source below `src`, with `/` between its parts.
fn name(path: &Path) -> String {
    let below = path.strip_prefix(root().join("src")).unwrap();
    below.to_string_lossy().replace('\\', "/")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Code alone: neither comments nor the tests at the end of the file.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let shipped = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    shipped.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

/// Fails for every source in `within` that names one of `words`.
#[track_caller]
fn forbid(within: impl Fn(&str) -> bool, words: &[&str]) {
    let mut found = Vec::new();
    for path in sources(&root().join("src")) {
        let name = name(&path);
        let is_test = name.ends_with("tests.rs") || name.contains("/tests/");
        if is_test || !within(&name) {
            continue;
        }
        let code = code(&path);
        found.extend(words.iter().filter(|word| code.contains(**word)).map(|word| format!("{name}: {word}")));
    }
    assert_eq!(found, Vec::<String>::new());
}

fn is_in(folder: &'static str) -> impl Fn(&str) -> bool {
    move |name| name == format!("{folder}.rs") || name.starts_with(&format!("{folder}/"))
}

#[test]
fn the_domain_knows_no_terminal_no_aws_no_tokio_and_no_clock() {
    let outside =
        ["aws_", "tokio", "ratatui", "crossterm", "Clock::", "crate::cloud", "crate::pane", "crate::app"];
    forbid(is_in("domain"), &outside);
}

#[test]
fn only_the_adapter_the_executor_and_the_demo_s_wire_name_an_aws_crate() {
    let may = ["cloud", "actions", "provision", "demo"].map(is_in);
    forbid(|name| !may.iter().any(|is_in| is_in(name)), &["aws_sdk", "aws_config", "aws_smithy"]);
    forbid(is_in("demo"), &["aws_sdk", "aws_config"]);
}

#[test]
fn an_operation_that_changes_something_is_sent_by_the_executor_alone() {
    let is_executor = is_in("actions");
    forbid(
        |name| !is_executor(name),
        &[".invoke()", ".start_job_run()", ".start_crawler()", ".batch_stop_job_run()"],
    );
}

#[test]
fn a_stack_and_what_is_in_its_buckets_are_changed_by_one_file_alone() {
    let is_writes = is_in("provision/writes");
    let writes = [
        ".create_change_set()",
        ".execute_change_set()",
        ".delete_change_set()",
        ".create_stack()",
        ".update_stack()",
        ".delete_stack()",
        ".put_object()",
        ".delete_object()",
        ".delete_objects()",
    ];
    forbid(|name| !is_writes(name), &writes);
    forbid(|name| is_in("provision")(name) && !is_writes(name), &["aws_sdk", "aws_smithy"]);
}

#[test]
fn update_and_draw_are_pure_and_panes_ask_nobody() {
    let pure = ["app", "pane", "panes", "overlay", "screen", "widgets", "list", "filter", "keys", "theme"]
        .map(is_in);
    let impure = [
        "tokio",
        "std::fs",
        "std::net",
        "std::env",
        "clock::Clock",
        "crate::cloud",
        "crate::actions",
        "crate::demo",
    ];
    forbid(|name| pure.iter().any(|is_in| is_in(name)), &impure);
}

#[test]
fn unsafe_code_is_where_the_map_says_and_nowhere_else() {
    let may = ["guardian.rs", "guardian/bell.rs", "terminal/line.rs"];
    forbid(|name| !may.contains(&name), &["unsafe {", "unsafe fn", "unsafe_code"]);
}

#[test]
fn one_file_names_colours() {
    let may = ["theme", "terminal"].map(is_in);
    forbid(|name| !may.iter().any(|is_in| is_in(name)), &["Color::"]);
}

#[test]
fn nothing_is_locked_across_modules_of_the_interface() {
    let is_demo = is_in("demo");
    forbid(
        |name| !is_demo(name) && !name.starts_with("cloud") && name != "trace.rs",
        &["Mutex", "RwLock", "RefCell"],
    );
}

#[test]
fn no_file_grows_beyond_four_hundred_lines() {
    let long: Vec<String> = sources(&root().join("src"))
        .iter()
        .filter(|path| fs::read_to_string(path).unwrap().lines().count() > 400)
        .map(|path| name(path))
        .collect();
    assert_eq!(long, Vec::<String>::new());
}

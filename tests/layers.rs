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

/// The calls of SDK operations in a source: a method without arguments, on a client. A request is built, then sent.
fn operations(code: &str) -> Vec<&str> {
    let calls = code.split('.').skip(1).filter_map(|rest| rest.split_once("()"));
    let names = calls.map(|(name, _)| name).filter(|name| !name.is_empty());
    names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect()
}

/// What the names of operations that change nothing begin with, in all of AWS.
const READING: [&str; 8] =
    ["get_", "list_", "describe_", "head_", "filter_", "start_live_tail", "start_query", "stop_query"];

/// What the names of operations that change something begin with, in the services that farol talks to.
const WRITING: [&str; 30] = [
    "abort_",
    "add_",
    "associate_",
    "batch_",
    "cancel_",
    "complete_",
    "continue_",
    "copy_",
    "create_",
    "delete_",
    "disassociate_",
    "execute_",
    "import_",
    "invoke",
    "modify_",
    "publish_",
    "put_",
    "register_",
    "remove_",
    "rename_",
    "reset_",
    "restore_",
    "resume_",
    "rollback_",
    "run_",
    "start_",
    "stop_",
    "tag_",
    "untag_",
    "update_",
];

fn changes_something(name: &str) -> bool {
    let begins = |with: &[&str]| with.iter().any(|prefix| name.starts_with(prefix));
    begins(&WRITING) && !begins(&READING)
}

/// The only places that may ask AWS to change something, and what for.
const WRITERS: [(&str, &[&str]); 2] = [
    (
        "actions/request.rs",
        &[
            "invoke",
            "start_job_run",
            "start_crawler",
            "batch_stop_job_run",
            "stop_crawler",
            "reset_job_bookmark",
        ],
    ),
    (
        "provision/writes.rs",
        &[
            "create_change_set",
            "execute_change_set",
            "delete_change_set",
            "delete_stack",
            "put_object",
            "delete_objects",
        ],
    ),
];

#[test]
fn an_operation_that_changes_something_is_sent_from_these_files_alone_and_each_is_listed() {
    let mut found: Vec<(String, String)> = Vec::new();
    for path in sources(&root().join("src")) {
        let (name, code) = (name(&path), code(&path));
        let is_test = name.ends_with("tests.rs") || name.contains("/tests/");
        // Without naming the SDK nobody has a client: it is made in `cloud`, and handed to these alone.
        let may_have_a_client = ["cloud", "actions", "provision"].map(is_in).iter().any(|is_in| is_in(&name));
        if !is_test && may_have_a_client {
            let writes = operations(&code).into_iter().filter(|operation| changes_something(operation));
            found.extend(writes.map(|operation| (name.clone(), operation.to_owned())));
        }
    }
    found.sort();
    found.dedup();
    let listed =
        WRITERS.iter().flat_map(|(file, all)| all.iter().map(|one| ((*file).to_owned(), (*one).to_owned())));
    let mut listed: Vec<(String, String)> = listed.collect();
    listed.sort();
    assert_eq!(found, listed);
}

#[test]
fn nobody_else_has_a_client_and_nobody_sends_a_request_around_one() {
    let may = ["cloud", "actions", "provision", "demo"].map(is_in);
    let clients =
        ["lambda", "glue", "s3", "logs", "sts", "cloudformation"].map(|name| format!("cloud::{name}("));
    let mut words: Vec<&str> = clients.iter().map(String::as_str).collect();
    words.push("Connection");
    forbid(|name| !may.iter().any(|is_in| is_in(name)), &words);
    // A request that is built without its client names no operation that the test before this one would find.
    forbid(|_| true, &["send_with(", "Client::invoke", "Client::start_", "Client::stop_", "Client::batch_"]);
}

#[test]
fn every_operation_of_the_executor_is_in_the_list_of_the_domain() {
    use farol::domain::action::Operation;
    let snake = |name: &str| {
        let word = |c: char| if c.is_uppercase() { format!("_{}", c.to_lowercase()) } else { c.to_string() };
        name.chars().map(word).collect::<String>().trim_start_matches('_').to_owned()
    };
    let allowed: Vec<String> = Operation::ALLOWED.iter().map(|operation| snake(operation.name())).collect();
    assert_eq!(allowed, WRITERS[0].1);
}

#[test]
fn a_yes_is_made_by_the_dialog_and_by_the_command_line_and_drawn_from_one_to_a_plan_alone() {
    let may = ["overlay/confirm", "cli/act", "domain/action", "actions/backfill"].map(is_in);
    forbid(|name| !may.iter().any(|is_in| is_in(name)), &["Confirmation::given"]);
}

/// Whoever can be copied has two of these, and then it is not clear which one is meant: this does not compile.
trait OneIfNotClone<Which> {
    fn is_one_of_a_kind() {}
}

impl<T> OneIfNotClone<()> for T {}

impl<T: Clone> OneIfNotClone<u8> for T {}

#[test]
fn a_yes_cannot_be_copied_on_its_whole_way() {
    <farol::domain::action::Confirmation as OneIfNotClone<_>>::is_one_of_a_kind();
    <farol::actions::Queue as OneIfNotClone<_>>::is_one_of_a_kind();
    <farol::effect::Effect as OneIfNotClone<_>>::is_one_of_a_kind();
    <farol::overlay::Answer as OneIfNotClone<_>>::is_one_of_a_kind();
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
    let may = ["guardian.rs", "guardian/bell.rs", "guardian/pages.rs", "heap.rs", "terminal/line.rs"];
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

//! Whole files: the example, and a table of wrong ones with everything that is said of them.

use super::*;
use crate::domain::log::Bounds;
use crate::reference;
use crate::theme::Theme;

mod wrong;

fn chord(chord: &str) -> Result<(), String> {
    let is_key = chord.chars().count() == 1 || chord.starts_with("ctrl-");
    if is_key { Ok(()) } else { Err(format!("`{chord}` is no key")) }
}

fn conflicts(bindings: &keys::Bindings) -> Vec<String> {
    let is_taken = bindings.get("console.quit") == Some(&vec!["f".to_owned()]);
    is_taken.then(|| "`f` is given to two".to_owned()).into_iter().collect()
}

/// Two commands, for which a character or `ctrl-…` is a key, and `f` is taken.
const ROWS: Rows = Rows {
    names: || vec!["console.quit".into(), "logs.follow".into()],
    chord,
    conflicts,
    lists: || vec![("runs", vec!["state", "started", "duration"]), ("invocations", vec!["started"])],
};

#[track_caller]
fn good(text: &str) -> Config {
    Config::parse(text, &ROWS).unwrap()
}

/// The example with every line taken out of its comment that is not a sentence.
fn uncommented() -> String {
    let example = include_str!("../../config.example.toml");
    let lines = example.lines().filter_map(|line| line.strip_prefix("# ").filter(|line| is_toml(line)));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_toml(line: &str) -> bool {
    let is_key = |c: char| c.is_ascii_lowercase() || c == '_';
    line.starts_with('[') || line.split_once(" = ").is_some_and(|(key, _)| key.chars().all(is_key))
}

#[test]
fn the_example_as_it_stands_changes_nothing() {
    assert_eq!(good(include_str!("../../config.example.toml")), Config::default());
}

#[test]
fn the_example_shows_every_setting_at_its_default() {
    let shown = uncommented();
    assert_eq!(good(&shown).settings, Settings::default(), "{shown}");
    for key in
        ["read_only", "time", "theme", "log_lines", "log_memory", "log_since", "tail", "[keys]", "[columns]"]
    {
        assert!(shown.lines().any(|line| line.starts_with(key)), "{key} is in the example");
    }
}

#[test]
fn the_example_pipeline_is_the_reference_pipeline() {
    let [mut example] = <[_; 1]>::try_from(good(&uncommented()).pipelines).unwrap();
    assert_eq!(example.profile.take().as_deref(), Some("data-prod"));
    assert_eq!(example.account_name.take().as_deref(), Some("data-prod"));
    assert!(std::mem::take(&mut example.production));
    let groups = [reference::INGEST_GROUP, reference::ERROR_GROUP, reference::OUTPUT_GROUP];
    assert_eq!(std::mem::take(&mut example.groups), groups);
    let etl = example.etl.as_mut().unwrap();
    assert_eq!(std::mem::take(&mut etl.arguments), [("--failure_rate".into(), "0.5".into())].into());
    assert_eq!(example, crate::reference::pipeline());
}

#[test]
fn settings_are_read() {
    let settings = good(concat!(
        "read_only = true\ntime = \"utc\"\ntheme = \"mono\"\nlog_lines = 1_000\nlog_memory = \"2 GiB\"\nlog_since = \"1h 30m\"\ntail = \"live\"\n",
        "[keys]\n\"console.quit\" = [\"x\", \"ctrl-x\"]\nlogs.follow = \"F\"\n",
        "[columns]\nruns = [\"duration\", \"state\"]\n",
    ))
    .settings;
    let key = |name: &str, chords: &[&str]| (name.to_owned(), chords.iter().map(|c| (*c).into()).collect());
    let want = Settings {
        read_only: ReadOnly::Always,
        arming: Settings::default().arming,
        time: Zone::Utc,
        theme: Theme::Mono,
        log_bounds: Bounds { lines: 1000, bytes: 2 << 30 },
        log_since: std::time::Duration::from_mins(90),
        tail: crate::domain::log::Mode::Live,
        keys: [key("console.quit", &["x", "ctrl-x"]), key("logs.follow", &["F"])].into(),
        columns: [key("runs", &["duration", "state"])].into(),
    };
    assert_eq!(settings, want);
}

#[test]
fn a_payload_may_be_anything_that_json_has() {
    let text = "[[pipeline]]\nname = \"p\"\n[pipeline.ingest]\nfunction = \"f\"\npayload = \
                { z = 0x10, a = [1.5, true, \"x\"], m = { n = -1 } }";
    let ingest = good(text).pipelines.remove(0).ingest.unwrap();
    assert_eq!(ingest.payload, serde_json::json!({ "z": 16, "a": [1.5, true, "x"], "m": { "n": -1 } }));
    let text = "[[pipeline]]\nname = \"p\"\n[pipeline.ingest]\nfunction = \"f\"";
    assert_eq!(good(text).pipelines.remove(0).ingest.unwrap().payload, serde_json::json!({}));
}

#[test]
fn all_but_the_name_of_a_pipeline_may_be_absent() {
    let pipelines =
        good("[[pipeline]]\nname = \"a\"\n[[pipeline]]\nname = \"b\"\n[pipeline.catalog]\n").pipelines;
    let names: Vec<&str> = pipelines.iter().map(|pipeline| pipeline.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(pipelines[0], Pipeline { name: "a".into(), ..Pipeline::default() });
}

#[test]
fn a_file_that_is_asked_for_has_to_be_there() {
    let error = Config::load(Some(Path::new("/nowhere/farol.toml")), &ROWS).unwrap_err();
    assert_eq!(
        error.to_string(),
        "/nowhere/farol.toml: cannot be read: No such file or directory (os error 2)"
    );
}

proptest::proptest! {
    #[test]
    fn no_text_whatever_breaks_the_reader(text in "(?s).{0,80}|([a-z\\[\\]{}=\"'.,\n #0-9]|pipeline|keys|name){0,60}") {
        let _ = Config::parse(&text, &ROWS);
    }
}

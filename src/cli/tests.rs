//! Command lines and what they come to.

use super::*;
use crate::app::Discovery;
use crate::config::ReadOnly;
use crate::config::{Config, Settings};
use crate::domain::pipeline::{Etl, Id, Ingest, Pipeline, Place};

fn parse(line: &str) -> Result<Arguments, clap::Error> {
    Arguments::read(std::iter::once("farol").chain(line.split_whitespace()))
}

#[track_caller]
fn options(line: &str) -> Options {
    parse(line).unwrap().options
}

fn file(names: &[&str]) -> Config {
    let pipeline = |name: &&str| Pipeline { name: (*name).into(), ..Pipeline::default() };
    Config { pipelines: names.iter().map(pipeline).collect(), settings: Settings::default() }
}

#[track_caller]
fn merge(config: Config, line: &str) -> Launch {
    Launch::merge(config, &options(line)).unwrap()
}

#[test]
fn the_command_line_is_well_formed() {
    command().debug_assert();
}

#[test]
fn bad_usage_is_64_and_help_is_no_failure() {
    for (line, want) in [
        ("--help", Exit::Well),
        ("--version", Exit::Well),
        ("status --help", Exit::Well),
        ("--nonsense", Exit::Usage),
        ("nonsense", Exit::Usage),
        ("demo --failure-rate 2", Exit::Usage),
        ("demo --failure-rate nan", Exit::Usage),
        ("demo --speed 0", Exit::Usage),
        ("demo --serve 0.0.0.0:80", Exit::Usage),
        ("--region US_EAST", Exit::Usage),
        ("--raw-bucket My_Bucket", Exit::Usage),
        ("--endpoint-url localhost", Exit::Usage),
        ("--payload {", Exit::Usage),
        ("completions tcsh", Exit::Usage),
    ] {
        assert_eq!(exit_of(&parse(line).unwrap_err()), want, "{line}");
    }
}

#[test]
fn options_may_stand_before_or_after_the_subcommand() {
    for line in ["--profile p status --json", "status --json --profile p"] {
        let arguments = parse(line).unwrap();
        assert_eq!(arguments.options.profile.as_deref(), Some("p"));
        assert!(matches!(arguments.command, Some(Command::Status(status::Status { json: true }))));
    }
}

#[test]
fn the_demo_takes_its_numbers_and_serves_loopback_alone() {
    let line = "demo --seed 7 --failure-rate 0.25 --speed 60 --serve 127.0.0.1:4566";
    let Some(Command::Demo(demo)) = parse(line).unwrap().command else { panic!("not the demo") };
    let serve = Some("127.0.0.1:4566".parse().unwrap());
    assert_eq!(demo, Demo { seed: 7, failure_rate: 0.25, speed: 60.0, serve, lines: demo::Lines::default() });
}

#[test]
fn without_file_and_names_there_is_one_pipeline_to_be_discovered() {
    let launch = merge(Config::default(), "--profile p --region eu-west-1");
    let want =
        Pipeline { profile: Some("p".into()), region: Some("eu-west-1".into()), ..Pipeline::default() };
    assert_eq!((launch.first(), launch.discovery), (Id(0), Discovery::On));
    assert_eq!(launch.pipelines, [want]);
}

#[test]
fn names_make_a_pipeline_where_there_is_no_file() {
    let line = "--function f --payload {\"a\":1} --raw-bucket raw --job j --log-group /a --log-group /b";
    let want = Pipeline {
        name: "f".into(),
        ingest: Some(Ingest { function: "f".into(), payload: serde_json::json!({ "a": 1 }) }),
        raw: Some(Place { bucket: "raw".into(), key: None }),
        etl: Some(Etl { job: "j".into(), ..Etl::default() }),
        groups: vec!["/a".into(), "/b".into()],
        ..Pipeline::default()
    };
    let launch = merge(Config::default(), line);
    assert_eq!((launch.pipelines, launch.discovery), (vec![want], Discovery::Off));
    let bare = merge(Config::default(), "--function f").pipelines.remove(0).ingest.unwrap();
    assert_eq!(bare.payload, serde_json::json!({}));
}

#[test]
fn only_what_nothing_names_is_searched_for() {
    assert_eq!(merge(file(&["a", "b"]), "").discovery, Discovery::Off);
    assert_eq!(merge(file(&["a"]), "").discovery, Discovery::On);
    assert_eq!(merge(file(&["a"]), "--job j").discovery, Discovery::Off);
}

#[test]
fn options_outrank_the_file_and_leave_the_rest_of_it() {
    let launch = merge(
        Config { pipelines: vec![crate::reference::pipeline()], ..Config::default() },
        "--raw-key k --job j",
    );
    let want = {
        let mut pipeline = crate::reference::pipeline();
        pipeline.raw.as_mut().unwrap().key = Some("k".into());
        pipeline.etl.as_mut().unwrap().job = "j".into();
        pipeline
    };
    assert_eq!(launch.pipelines, [want]);
}

#[test]
fn a_profile_goes_to_the_chosen_pipeline_or_to_all() {
    let profiles = |line: &str| -> Vec<String> {
        let launch = merge(file(&["a", "b"]), line);
        launch.pipelines.into_iter().map(|pipeline| pipeline.profile.unwrap_or_default()).collect()
    };
    assert_eq!(profiles("--profile p"), ["p", "p"]);
    assert_eq!(profiles("--profile p --pipeline b"), ["", "p"]);
}

#[test]
fn the_chosen_pipeline_is_the_one_asked_for() {
    let asked = |line: &str| merge(file(&["a", "b"]), line).asked().map(|(id, _)| id.0).collect::<Vec<_>>();
    assert_eq!(asked(""), [0, 1]);
    assert_eq!(asked("--pipeline b"), [1]);
}

#[test]
fn read_only_cannot_be_taken_back() {
    let mut config = file(&["a"]);
    for read_only in [ReadOnly::Off, ReadOnly::UntilArmed, ReadOnly::Always] {
        config.settings.read_only = read_only;
        assert_eq!(merge(config.clone(), "--read-only").settings.read_only, ReadOnly::Always);
        assert_eq!(merge(config.clone(), "").settings.read_only, read_only);
    }
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    for (names, line, want) in [
        (&["a"][..], "--pipeline b", "--pipeline \"b\": there is no such pipeline; did you mean \"a\"?"),
        (
            &["alpha", "beta"],
            "--pipeline x",
            "--pipeline \"x\": there is no such pipeline; the configuration has alpha, beta",
        ),
        (&[], "--pipeline x", "--pipeline \"x\": there is no such pipeline; the configuration has none"),
        (
            &["a", "b"],
            "--job j",
            "the configuration has 2 pipelines: say with --pipeline which one the names are for",
        ),
        (&[], "--raw-key k", "--raw-key needs --raw-bucket"),
        (&[], "--processed-key k", "--processed-key needs --processed-bucket"),
        (&[], "--payload {}", "--payload needs --function"),
    ] {
        let wrong = Launch::merge(file(names), &options(line)).unwrap_err();
        assert_eq!(wrong.to_string(), want, "{line}");
    }
}

#[test]
fn a_help_names_only_what_its_subcommand_takes() {
    let help = |line: &str| parse(line).unwrap_err().to_string();
    let demo = help("demo --help");
    for option in ["--seed", "--serve", "--read-only", "--config", "--log-file"] {
        assert!(demo.contains(option), "{option}:\n{demo}");
    }
    for option in ["--profile", "--function", "--endpoint-url", "--log-group", "Names,"] {
        assert!(!demo.contains(option), "{option}:\n{demo}");
    }
    assert!(help("status --help").contains("--profile"));
    assert!(help("status --help").contains("\"took_seconds\": 21.0"));
}

#[test]
fn the_demo_has_an_account_of_its_own() {
    for (line, want) in [
        ("demo --profile p", "demo takes no --profile: it has an account of its own"),
        ("demo --job j", "demo takes no names of a pipeline: it has an account of its own"),
    ] {
        assert_eq!(demo::foreign(&options(line)).unwrap_err().to_string(), want);
    }
    assert_eq!(demo::foreign(&options("demo --read-only")), Ok(()));
}

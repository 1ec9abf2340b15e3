//! Reading in the pane of logs: search, filters, reports, JSON, marks, and what is handed out.

mod sizes;

use chrono::{FixedOffset, TimeDelta};
use farol::app::{Badge, Settings};
use farol::domain::Observation;
use farol::domain::errand::{Errand, Step};
use farol::domain::log::{Event, Gap, Minute, Past, Source, State as Known, Why};
use farol::domain::run::{Run, State};
use farol::effect::{Clip, Effect, Existing, Save};
use farol::theme::Theme;

use crate::stage::{Stage, dawn, pipeline};

const INGEST: &str = "/aws/lambda/getPublicAPIs";
const ERROR: &str = "/aws-glue/python-jobs/error";
const OUTPUT: &str = "/aws-glue/python-jobs/output";
const CRAWLERS: &str = "/aws-glue/crawlers";
const STREAM: &str = "2026/03/01/[$LATEST]0123456789abcdef0123456789abcdef";
const RUN: &str = "jr_0a1b2c3d4e5f60718293a4b5c6d7e8f9";
const OTHER_RUN: &str = "jr_ffffffffffffffffffffffffffffffff";

const TRACEBACK: &str = "Traceback (most recent call last):\n  File \"/tmp/runscript.py\", line 211, in <module>\n    \
                         runpy.run_path(temp_file_path, run_name='__main__')\n  File \
                         \"/tmp/glue-python-scripts-3ku8mjn2/describe.py\", line 19, in <module>\n    raise \
                         Exception(\"Random exception\")\nException: Random exception";
const LAMBDA: &str = "[ERROR] KeyError: 'bucket_name'\nTraceback (most recent call last):\n  File \
                      \"/var/task/lambda_function.py\", line 41, in lambda_handler\n    bucket = event[\"bucket_name\"]";
const JAVA: &str = "java.lang.IllegalStateException: no executors\n\tat org.apache.spark.Scheduler.submit(Scheduler.scala:98)\n\tat \
                    org.apache.spark.Main.main(Main.scala:7)\nCaused by: java.net.ConnectException: refused\n\tat \
                    java.net.Socket.connect(Socket.java:633)\n\t... 2 more";
const JSON: &str = r#"{"time":"2026-03-01T03:00:30.000Z","type":"platform.report","record":{"requestId":"6bc28136-0a0b-4365-b021-0ce6b2e64ab7","metrics":{"durationMs":1240.12,"billedDurationMs":1553,"maxMemoryUsedMB":98},"status":"success"},"tags":["a","b"]}"#;

fn event(second: i64, group: &str, stream: &str, text: &str) -> Event {
    let time = dawn() + TimeDelta::seconds(second);
    let id = format!("{stream}{second}{}", text.chars().take(60).collect::<String>());
    Event {
        id: id.into(),
        group: group.into(),
        stream: stream.into(),
        time,
        ingested: time,
        text: text.into(),
    }
}

/// Two invocations, one of them failing; a run of the job and one of somebody else's; a crawl.
fn story() -> Vec<Event> {
    let (first, second) = ("6bc28136-0a0b-4365-b021-0ce6b2e64ab7", "7cd39247-1b1c-4476-8132-1df7c3f75bc8");
    let of = |second: i64, text: &str| event(second, INGEST, STREAM, text);
    vec![
        of(1, &format!("START RequestId: {first} Version: $LATEST")),
        of(2, "[WARNING]\t2026-03-01T03:00:02.120Z\tthe API answered slowly: 200 after 1240.12 ms"),
        of(3, &format!("END RequestId: {first}")),
        of(
            3,
            &format!(
                "REPORT RequestId: {first}\tDuration: 1240.12 ms\tBilled Duration: 1553 ms\tMemory Size: 128 MB\tMax Memory Used: 98 MB\tInit Duration: 312.44 ms\t"
            ),
        ),
        of(10, &format!("START RequestId: {second} Version: $LATEST")),
        of(11, LAMBDA),
        of(12, &format!("END RequestId: {second}")),
        event(20, OUTPUT, RUN, "reading s3://public-apis-raw/public_apis.json"),
        event(21, ERROR, OTHER_RUN, "WARN somebody else's job is slow"),
        event(22, ERROR, RUN, TRACEBACK),
        event(25, ERROR, &format!("{RUN}_g-7f"), JAVA),
        event(30, INGEST, STREAM, JSON),
        event(
            41,
            CRAWLERS,
            "public-apis-crawler",
            "[0b1c2d3e] BENCHMARK : Running Start Crawl for Crawler public-apis-crawler",
        ),
    ]
}

fn run() -> Run {
    Run {
        id: RUN.into(),
        state: State::Failed,
        attempt: 0,
        previous: None,
        started: dawn() + TimeDelta::seconds(15),
        completed: Some(dawn() + TimeDelta::seconds(26)),
        execution: std::time::Duration::from_secs(4),
        error: Some("Exception: Random exception".into()),
        detail: None,
        trigger: None,
        arguments: [].into(),
        terms: farol::domain::run::Terms::default(),
    }
}

fn told(mut stage: Stage) -> Stage {
    stage.press("4");
    for group in [INGEST, ERROR, OUTPUT, CRAWLERS] {
        stage.hear(Observation::Tail { group: group.into(), source: Source::Polling { every: 1 } });
    }
    stage.hear(Observation::Lines(story()));
    stage.hear(Observation::Runs(Ok(vec![run()])));
    stage.wait(60);
    stage
}

fn stage(width: u16, height: u16) -> Stage {
    told(Stage::new(width, height))
}

#[track_caller]
fn says(stage: &mut Stage, words: &str) {
    let text = stage.text();
    assert!(text.contains(words), "no {words:?}:\n{text}");
}

#[track_caller]
fn hides(stage: &mut Stage, words: &str) {
    let text = stage.text();
    assert!(!text.contains(words), "{words:?}:\n{text}");
}

/// The text of the selected line's first row.
fn selected(stage: &mut Stage) -> String {
    let text = stage.text();
    let row =
        text.lines().find(|row| row.contains("│▶")).unwrap_or_else(|| panic!("nothing is selected:\n{text}"));
    row.split_once("│▶").unwrap().1.trim_end_matches(['│', ' ']).to_owned()
}

fn copied(effects: &[Effect]) -> (String, String) {
    let clip = effects.iter().find_map(|effect| match effect {
        Effect::Copy(Clip { what, text }) => Some((what.clone(), text.exact().to_owned())),
        _ => None,
    });
    clip.unwrap_or_else(|| panic!("nothing is copied: {effects:?}"))
}

#[test]
fn everything_that_matters_stands_out() {
    insta::assert_snapshot!("lines_80", stage(80, 24).pane("4 Logs"));
    insta::assert_snapshot!("lines_200", stage(200, 50).pane("4 Logs"));
    let settings = Settings { theme: Theme::Mono, ..Settings::default() };
    insta::assert_snapshot!(
        "lines_mono",
        told(Stage::with(80, 24, settings, vec![pipeline()])).pane("4 Logs")
    );
}

#[test]
fn keys_that_come_together_copy_nothing_write_nothing_and_say_so() {
    let mut stage = stage(120, 30);
    stage.press("k");
    for keys in ["y", "Y"] {
        assert_eq!(stage.press_together(keys), [], "{keys}");
        says(&mut stage, "keys that come together do nothing");
        copied(&stage.press(keys));
    }
    assert_eq!(stage.press_together("q"), []);
}

#[test]
fn reports_are_one_row_until_they_are_opened() {
    let mut stage = stage(120, 30);
    stage.press("z");
    for words in ["[ERROR] KeyError: 'bucket_name' +3 lines", "Exception: Random exception +5 lines"] {
        says(&mut stage, words);
    }
    says(
        &mut stage,
        "java.lang.IllegalStateException: no executors · Caused by: java.net.ConnectException: …",
    );
    hides(&mut stage, "runscript.py");
    stage.press("[[[");
    assert!(selected(&mut stage).contains("ERROR"), "{}", selected(&mut stage));
    stage.press("<space>");
    insta::assert_snapshot!("lines_report_open", stage.pane("4 Logs"));
    stage.press("T");
    says(&mut stage, "runscript.py");
    says(&mut stage, "Scheduler.scala:98");
    stage.press("T");
    hides(&mut stage, "runscript.py");
}

#[test]
fn a_search_goes_from_match_to_match_and_counts_them() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = stage(width, height);
        stage.press("Sstart req");
        insta::assert_snapshot!(format!("lines_search_{width}"), stage.screen());
    }
    let mut stage = stage(120, 30);
    stage.press("Sstart req<enter>");
    assert!(selected(&mut stage).contains("7cd39247"), "{}", selected(&mut stage));
    says(&mut stage, "start req 2 of 2");
    stage.press("n");
    says(&mut stage, "no further match in this direction");
    stage.press("N");
    says(&mut stage, "start req 1 of 2");
    stage.press("<esc>");
    hides(&mut stage, "1 of 2");
    stage.press("n");
    says(&mut stage, "nothing is searched for yet");
}

#[test]
fn a_search_is_given_up_where_it_began_and_says_what_is_wrong_with_it() {
    let mut stage = stage(120, 30);
    stage.press("S(");
    let text = stage.text();
    assert!(text.lines().last().unwrap().contains("character"), "{text}");
    stage.press("<enter>");
    says(&mut stage, " search (");
    stage.press("<ctrl-u>START<esc>");
    says(&mut stage, "▼ follow");
    stage.press("Sstart<enter>SEND<enter>");
    says(&mut stage, "END 2 of 2");
}

#[test]
fn a_match_in_a_folded_report_opens_it() {
    let mut stage = stage(120, 30);
    stage.press("zSrunpy");
    hides(&mut stage, "runpy.run_path");
    stage.press("<enter>");
    says(&mut stage, "runpy.run_path");
    says(&mut stage, "runpy 1 of 1");
}

#[test]
fn words_are_hidden_and_shown_and_marked() {
    let mut stage = stage(120, 30);
    stage.press("z-REPORT START<enter>");
    hides(&mut stage, "REPORT RequestId");
    says(&mut stage, " -REPORT START");
    stage.press("/requestid<enter>");
    insta::assert_snapshot!("lines_filtered", stage.pane("4 Logs"));
    stage.press("<esc>");
    says(&mut stage, "BENCHMARK");
    stage.press("<esc>");
    says(&mut stage, "REPORT RequestId");
    stage.press("-REPORT<esc>");
    says(&mut stage, "REPORT RequestId");
    stage.press("/~[");
    let text = stage.text();
    assert!(text.lines().last().unwrap().contains("character"), "{text}");
}

#[test]
fn a_pattern_is_checked_before_the_server_is_asked() {
    let mut stage = stage(120, 30);
    assert_eq!(stage.press("F{ $.a = <enter>"), []);
    says(&mut stage, "at character");
    let asked = stage.press("<ctrl-u>ERROR -retry<enter>");
    assert_eq!(asked, [Effect::Pattern(Some("ERROR -retry".into()))]);
    says(&mut stage, "reading again with the pattern ERROR -retry");
    stage.hear(Observation::Pattern(Some("ERROR -retry".into())));
    assert_eq!(stage.press("F<enter>"), []);
    assert_eq!(stage.press("F<ctrl-u><enter>"), [Effect::Pattern(None)]);
}

#[test]
fn what_was_read_before_a_pattern_gives_way_to_what_is_read_with_it() {
    let mut stage = stage(120, 30);
    let live = Event { id: "live/1".into(), ..event(90, INGEST, STREAM, "an ERROR once") };
    let gap = Gap { from: dawn(), to: dawn() + TimeDelta::seconds(2), why: Why::Broken };
    stage.hear(Observation::Lines(vec![live]));
    stage.hear(Observation::Minutes { group: INGEST.into(), minutes: vec![], gaps: vec![gap] });
    stage.hear(Observation::Pattern(Some("ERROR".into())));
    stage.hear(Observation::Lines(vec![event(90, INGEST, STREAM, "an ERROR once")]));
    let pane = stage.pane("4 Logs");
    assert_eq!(pane.matches("03:01:30 ingest").count(), 1, "{pane}");
    assert!(!pane.contains("REPORT") && !pane.contains("missing"), "{pane}");
}

#[test]
fn a_time_is_gone_to_in_the_zone_that_is_shown() {
    let mut stage = stage(120, 30);
    stage.press("t03:00:11<enter>");
    assert!(selected(&mut stage).starts_with("03:00:11"), "{}", selected(&mut stage));
    stage.press("t-40s");
    says(&mut stage, "2026-03-01 03:00:20 +00:00");
    stage.press("<enter>");
    assert!(selected(&mut stage).starts_with("03:00:20"), "{}", selected(&mut stage));
    stage.press("tnoon<enter>");
    says(&mut stage, "no time; write 14:03");
    stage.press("<ctrl-u>2026-02-01<enter>");
    says(&mut stage, "the oldest line here is of 2026-03-01 03:00:01");
}

#[test]
fn times_are_local_or_utc() {
    let local = FixedOffset::east_opt(5 * 3_600 + 1_800).unwrap();
    let settings = Settings { zone: local, local, ..Settings::default() };
    let mut stage = told(Stage::with(120, 30, settings, vec![pipeline()]));
    says(&mut stage, "+05:30");
    says(&mut stage, "08:30:41");
    stage.press("u");
    says(&mut stage, "4 groups UTC");
    says(&mut stage, "03:00:41");
    stage.press("t03:00:20<enter>");
    assert!(selected(&mut stage).starts_with("03:00:20"), "{}", selected(&mut stage));
}

#[test]
fn cut_lines_are_scrolled_sideways() {
    let mut stage = stage(80, 24);
    stage.press(">");
    insta::assert_snapshot!("lines_scrolled", stage.pane("4 Logs"));
    stage.press("<");
    says(&mut stage, "START RequestId");
}

#[test]
fn json_is_a_tree_with_paths_and_values_to_copy() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = stage(width, height);
        stage.press("k[k]]<esc>/platform<enter><enter>");
        insta::assert_snapshot!(format!("lines_json_{width}"), stage.screen());
    }
    let mut stage = stage(120, 30);
    stage.press("/platform<enter><enter>jjjjj");
    let path = copied(&stage.press("Y"));
    assert_eq!(path, ("the path $.record.metrics.durationMs".into(), "$.record.metrics.durationMs".into()));
    assert_eq!(copied(&stage.press("y")).1, "1240.12");
    stage.press("k<enter>");
    says(&mut stage, "metrics {3}");
    hides(&mut stage, "billedDurationMs 1553");
    assert!(copied(&stage.press("y")).1.starts_with("{\n  \"durationMs\": 1240.12,"));
    stage.press("<esc>");
    says(&mut stage, "4 Logs");
}

#[test]
fn lines_are_marked_visited_and_copied() {
    let mut stage = stage(120, 30);
    stage.press("zkkmkkkm");
    insta::assert_snapshot!("lines_marked", stage.pane("4 Logs"));
    let (what, text) = copied(&stage.press("y"));
    assert_eq!(what, "2 lines");
    assert!(text.starts_with("2026-03-01T03:00:21.000Z etl/error WARN somebody"), "{text}");
    stage.press("f'");
    stage.press("M");
    assert!(selected(&mut stage).starts_with("03:00:21"), "{}", selected(&mut stage));
    assert_eq!(copied(&stage.press("y")), ("the line".into(), "WARN somebody else's job is slow".into()));
    stage.press("'");
    says(&mut stage, "no line is marked");
}

#[test]
fn a_range_is_copied_or_marked() {
    let mut stage = stage(120, 30);
    stage.press("zkvkk");
    insta::assert_snapshot!("lines_range", stage.pane("4 Logs"));
    assert_eq!(copied(&stage.press("y")).0, "3 lines");
    stage.press("vjjm");
    says(&mut stage, "◆3");
    stage.press("vk<esc>");
    hides(&mut stage, "┃");
}

#[test]
fn the_command_for_what_is_shown_is_copied() {
    let mut stage = stage(120, 30);
    let (what, text) = copied(&stage.press("Y"));
    assert_eq!(what, "4 commands");
    assert!(text.starts_with("aws logs tail /aws/lambda/getPublicAPIs --follow --since 15m"), "{text}");
    stage.press("t03:00:11<enter>");
    let (_, text) = copied(&stage.press("Y"));
    let want = "aws logs filter-log-events --log-group-name /aws/lambda/getPublicAPIs --log-stream-names \
                '2026/03/01/[$LATEST]0123456789abcdef0123456789abcdef' --start-time 1772334011000";
    assert!(text.starts_with(want), "{text}");
}

/// Where lines are saved, and what is in the file.
#[track_caller]
fn written(effects: &[Effect]) -> (&str, Existing, String) {
    let [Effect::Save(Save { path, lines, existing })] = effects else { panic!("{effects:?}") };
    (path.to_str().unwrap(), *existing, lines.pieces().map(|piece| piece.text).collect())
}

#[test]
fn what_takes_a_while_says_how_far_it_is_and_is_stopped_by_esc() {
    let mut stage = stage(120, 30);
    stage.hear(Observation::ReadingBack { lines: 12_000, pages: 2 });
    says(&mut stage, "reading older lines: 12,000 in 2 pages; esc stops it");
    stage.step(Errand::Save, Step::At("writing farol.log: 45 %".into()));
    says(&mut stage, "writing farol.log: 45 %; esc stops it");
    assert_eq!(stage.press("<esc>"), [Effect::Stop(Errand::Save)]);
    says(&mut stage, "stopped: writing farol.log: 45 %");
    stage.press("j");
    says(&mut stage, "reading older lines: 12,000 in 2 pages; esc stops it");
    stage.hear(Observation::ReadBack(Ok(13_000)));
    hides(&mut stage, "esc stops it");
    assert_eq!(stage.press("<esc>"), []);
}

#[test]
fn what_is_shown_is_saved_and_a_file_is_replaced_only_when_asked() {
    let mut stage = stage(120, 30);
    stage.press("/bucket_name<enter>W");
    says(&mut stage, "1 line; ! before the name replaces a file");
    let saved = stage.press("<enter>");
    let (path, existing, text) = written(&saved);
    assert_eq!((path, existing), ("farol.log", Existing::Stays));
    assert_eq!(text, format!("2026-03-01T03:00:11.000Z ingest {LAMBDA}\n"));
    let saved = stage.press("<alt-w><ctrl-u>!all.log<enter>");
    let (path, existing, text) = written(&saved);
    assert_eq!((path, existing), ("all.log", Existing::Goes));
    assert!(text.contains("BENCHMARK") && text.contains("reading s3"));
    stage.press("W<ctrl-u><enter>");
    says(&mut stage, "a file needs a name");
}

#[test]
fn a_block_is_exactly_the_lines_of_one_run_or_invocation() {
    let mut stage = stage(120, 30);
    stage.press("zt03:00:11<enter>b");
    insta::assert_snapshot!("lines_block_of_an_invocation", stage.pane("4 Logs"));
    stage.press("bt03:00:22<enter>b");
    insta::assert_snapshot!("lines_block_of_a_run", stage.pane("4 Logs"));
    stage.press("<esc>");
    says(&mut stage, "BENCHMARK");
    says(&mut stage, "4 groups");
}

#[test]
fn a_run_opens_its_lines_and_esc_goes_back_to_it() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = stage(width, height);
        stage.press("3l");
        insta::assert_snapshot!(format!("lines_of_a_run_{width}"), stage.screen());
    }
    let mut stage = stage(120, 30);
    stage.press("3lk<esc>");
    let text = stage.text();
    assert!(text.contains("describe-public-apis"), "{text}");
    stage.press("4");
    says(&mut stage, "▼ follow");
}

#[test]
fn an_invocation_opens_its_lines_up_to_the_next_start() {
    let mut stage = stage(120, 30);
    stage.press("2jjl");
    says(&mut stage, "invocation of 03:00:01 only");
    says(&mut stage, "REPORT");
    hides(&mut stage, "7cd39247");
    stage.press("<esc>kl");
    says(&mut stage, "END RequestId: 7cd39247");
    let third = event(50, INGEST, STREAM, "START RequestId: 8de4 Version: $LATEST");
    stage.hear(Observation::Lines(vec![event(45, INGEST, STREAM, "late but its own"), third]));
    says(&mut stage, "late but its own");
    hides(&mut stage, "8de4");
}

#[test]
fn it_is_said_up_to_when_every_line_is_here() {
    let mut stage = stage(200, 50);
    let tell = |stage: &mut Stage, group: &str, minute, state| {
        let minutes = vec![(Minute(Minute::of(dawn()).0 + minute), state)];
        stage.hear(Observation::Tail { group: group.into(), source: Source::Polling { every: 1 } });
        stage.hear(Observation::Minutes { group: group.into(), minutes, gaps: vec![] });
    };
    let verified = Known::Verified { refilled: 0 };
    for group in [INGEST, ERROR, OUTPUT, CRAWLERS] {
        hides(&mut stage, "complete to");
        tell(&mut stage, group, 2, verified);
    }
    says(&mut stage, "complete to 03:03");
    tell(&mut stage, ERROR, 3, verified);
    says(&mut stage, "complete to 03:03");
    tell(&mut stage, ERROR, 4, Known::Unverified);
    hides(&mut stage, "complete to");
}

#[test]
fn where_lines_are_missing_a_row_says_so() {
    let gap = |from, to, why| {
        let at = |second| dawn() + TimeDelta::seconds(second);
        Gap { from: at(from), to: at(to), why }
    };
    let tell = |stage: &mut Stage, gaps| {
        let minutes = vec![(Minute::of(dawn()), Known::Gap)];
        stage.hear(Observation::Minutes { group: ERROR.into(), minutes, gaps });
    };
    let gaps = vec![gap(13, 19, Why::Sampled), gap(42, 60, Why::Silent)];
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = stage(width, height);
        tell(&mut stage, gaps.clone());
        insta::assert_snapshot!(format!("lines_gaps_{width}"), stage.pane("4 Logs"));
    }
    let mut stage = stage(80, 14);
    tell(&mut stage, gaps);
    says(&mut stage, "lines may be missing (no answer)");
    stage.press("kkkkkkkk");
    hides(&mut stage, "no answer");
    says(&mut stage, "lines may be missing (sampled)");
    stage.press("ss");
    says(&mut stage, "lines may be missing (sampled)");
    stage.press("s");
    hides(&mut stage, "missing");
}

#[test]
fn lines_of_an_old_run_are_read_and_told_apart_from_what_was_not_read() {
    let mut stage = stage(120, 30);
    let old = Run { id: OTHER_RUN.into(), started: dawn() - TimeDelta::hours(2), completed: None, ..run() };
    stage.hear(Observation::Runs(Ok(vec![run(), old.clone()])));
    let asked = stage.press("3jl");
    let past = Past {
        groups: vec![ERROR.into(), OUTPUT.into()],
        stream: OTHER_RUN.into(),
        since: old.started,
        until: None,
    };
    assert_eq!(asked, [Effect::ReadBack(past)]);
    says(&mut stage, "reading older lines");
    stage.hear(Observation::Lines(vec![event(-7_000, OUTPUT, OTHER_RUN, "an old line")]));
    stage.hear(Observation::ReadBack(Ok(1)));
    says(&mut stage, "1 older line has been read");
    says(&mut stage, "an old line");
    stage.press("<esc>4zg");
    insta::assert_snapshot!("lines_read_back", stage.pane("4 Logs"));
    assert_eq!(stage.press("3kl"), []);
}

#[test]
fn an_old_invocation_is_exactly_its_lines_once_they_are_read() {
    let mut stage = stage(120, 30);
    let of = |second: i64, text: &str| event(second, INGEST, "old", text);
    let past = vec![
        of(-9_000, "START RequestId: 0a Version: $LATEST"),
        of(
            -8_998,
            "REPORT RequestId: 0a\tDuration: 2.46 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 98 MB\t",
        ),
    ];
    stage.hear(Observation::Past {
        events: Ok(past.clone()),
        since: dawn() - TimeDelta::hours(24),
        whole: true,
    });
    let asked = stage.press("2Gl");
    assert!(asked.iter().any(|effect| matches!(effect, Effect::ReadBack(_))), "{asked:?}");
    says(&mut stage, "no line is here");
    let more = [
        of(-9_001, "of the one before"),
        of(-8_999, "its own"),
        of(-8_990, "START RequestId: 0b Version: $LATEST"),
    ];
    stage.hear(Observation::Lines(past.into_iter().chain(more).collect()));
    insta::assert_snapshot!("lines_of_an_old_invocation", stage.pane("4 Logs"));
}

#[test]
fn what_makes_an_environment_ready_belongs_to_the_invocation_that_follows() {
    let mut stage = stage(120, 30);
    let of = |second: i64, text: &str| event(second, INGEST, "cold", text);
    stage.hear(Observation::Lines(vec![
        of(31, "INIT_START Runtime Version: python:3.11.v107"),
        of(32, "imported slowly"),
        of(33, "START RequestId: 0c Version: $LATEST"),
        of(34, "its own"),
    ]));
    for time in ["31", "32", "33", "34"] {
        stage.press(&format!("4t03:00:{time}<enter>b"));
        says(&mut stage, "invocation of 03:00:31 only");
        says(&mut stage, "INIT_START");
        says(&mut stage, "its own");
        stage.press("b");
    }
    stage.press("t03:00:33<enter>b");
    stage.hear(Observation::Lines(vec![
        of(36, "INIT_START Runtime Version: python:3.11.v107"),
        of(37, "START RequestId: 0d Version: $LATEST"),
    ]));
    stage.hear(Observation::Lines(vec![of(35, "late but its own")]));
    says(&mut stage, "late but its own");
    hides(&mut stage, "0d");
}

#[test]
fn the_command_for_an_invocation_ends_before_the_next_start() {
    let mut stage = stage(120, 30);
    stage.press("t03:00:02<enter>b");
    let (_, text) = copied(&stage.press("Y"));
    assert!(text.contains("--start-time 1772334001000 --end-time 1772334009999"), "{text}");
    stage.hear(Observation::Lines(vec![event(10, INGEST, STREAM, "the next one's")]));
    let (_, text) = copied(&stage.press("Y"));
    assert!(text.contains("--end-time 1772334009999"), "{text}");
}

#[test]
fn the_command_asks_where_the_console_asks() {
    let settings =
        Settings { badges: vec![Badge::Endpoint("http://localhost:4566".into())], ..Settings::default() };
    let mut stage = told(Stage::with(120, 30, settings, vec![pipeline()]));
    let (_, text) = copied(&stage.press("4Y"));
    assert!(text.lines().all(|line| line.ends_with(" --endpoint-url http://localhost:4566")), "{text}");
}

/// A traceback that a job printed: every line is an event, and other streams go on meanwhile.
fn printed() -> Vec<Event> {
    let mut printed: Vec<Event> = TRACEBACK.lines().map(|text| event(50, OUTPUT, RUN, text)).collect();
    printed.insert(2, event(50, CRAWLERS, "public-apis-crawler", "[0b1c2d3e] INFO : Created table"));
    printed.push(event(51, OUTPUT, RUN, "the job goes on"));
    for (n, event) in (0..).zip(&mut printed) {
        event.ingested += TimeDelta::milliseconds(n);
    }
    printed
}

#[test]
fn a_report_of_several_events_is_one_row_until_it_is_opened() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut stage = stage(width, height);
        stage.hear(Observation::Lines(printed()));
        stage.press("kkk");
        insta::assert_snapshot!(format!("lines_printed_report_{width}"), stage.pane("4 Logs"));
    }
    let mut stage = stage(120, 30);
    stage.hear(Observation::Lines(printed()));
    stage.press("z");
    says(&mut stage, "Exception: Random exception +5 lines");
    hides(&mut stage, "runpy");
    stage.press("kkk");
    assert!(selected(&mut stage).contains("Exception: Random exception"), "{}", selected(&mut stage));
    assert_eq!(copied(&stage.press("y")), ("the report of 6 lines".to_owned(), TRACEBACK.to_owned()));
    stage.press("<space>");
    says(&mut stage, "runpy");
    stage.press("j<space>");
    hides(&mut stage, "runpy");
    stage.press("Srunpy<enter>");
    says(&mut stage, "runpy");
}

#[test]
fn the_details_of_a_folded_report_have_all_its_lines() {
    let mut stage = stage(120, 40);
    stage.hear(Observation::Lines(printed()));
    stage.press("kkko");
    insta::assert_snapshot!("lines_printed_report_details", stage.pane(" event of etl/output"));
    stage.press("<esc><space>o");
    let details = stage.pane(" event of etl/output");
    assert!(details.contains("Traceback (most") && !details.contains("runpy"), "{details}");
}

#[test]
fn what_is_asked_stands_at_the_foot_of_the_screen() {
    for (name, keys) in
        [("pattern", "F{ $.a = "), ("time", "t-40s"), ("exclude", "-REPORT START"), ("include", "/requestid")]
    {
        for (width, height) in [(80, 24), (200, 50)] {
            let mut stage = stage(width, height);
            stage.press(keys);
            insta::assert_snapshot!(format!("lines_{name}_{width}"), stage.screen());
        }
    }
}

#[test]
fn the_errors_of_a_folded_report_are_one_stop() {
    let mut stage = stage(120, 40);
    stage.hear(Observation::Lines(printed()));
    stage.hear(Observation::Lines(vec![
        event(55, OUTPUT, RUN, "ERROR once more"),
        event(56, OUTPUT, RUN, "on"),
    ]));
    stage.press("z[");
    assert!(selected(&mut stage).contains("ERROR once more"), "{}", selected(&mut stage));
    stage.press("[");
    assert!(selected(&mut stage).contains("Random exception +5"), "{}", selected(&mut stage));
    stage.press("]");
    assert!(selected(&mut stage).contains("ERROR once more"), "{}", selected(&mut stage));
}

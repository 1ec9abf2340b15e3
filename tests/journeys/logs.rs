//! The pane of logs.

use chrono::TimeDelta;
use farol::app::Settings;
use farol::domain::Observation;
use farol::domain::fault::{Fault, Kind};
use farol::domain::log::{Bounds, Event, Source};
use farol::theme::Theme;

use crate::stage::{Stage, dawn, pipeline};

const INGEST: &str = "/aws/lambda/getPublicAPIs";
const ERROR: &str = "/aws-glue/python-jobs/error";
const OUTPUT: &str = "/aws-glue/python-jobs/output";
const CRAWLERS: &str = "/aws-glue/crawlers";

const CRAWLER: &str = "public-apis-crawler";

const TRACEBACK: &str = "Traceback (most recent call last):\n  File \"/tmp/runscript.py\", line 211, in <module>\n    \
                         runpy.run_path(temp_file_path, run_name='__main__')\n  File \
                         \"/tmp/glue-python-scripts-3ku8mjn2/describe.py\", line 19, in <module>\n    raise \
                         Exception(\"Random exception\")\nException: Random exception";

/// An event of so many seconds after dawn.
fn event(second: i64, group: &str, text: &str) -> Event {
    Event {
        id: id(second, group, text).into(),
        group: group.into(),
        stream: if group == CRAWLERS { CRAWLER } else { "2026/03/01/[$LATEST]0123456789abcdef" }.into(),
        time: dawn() + TimeDelta::seconds(second),
        ingested: dawn() + TimeDelta::seconds(second),
        text: text.into(),
    }
}

/// As CloudWatch makes them: the time in milliseconds times 2^144, and what tells the events of a time apart.
fn id(second: i64, group: &str, text: &str) -> String {
    let mix = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let mixed = group.bytes().chain(text.bytes().take(99)).fold(0xcbf2_9ce4_8422_2325, mix);
    let millis = u128::try_from((dawn() + TimeDelta::seconds(second)).timestamp_millis()).unwrap();
    format!("{:032}{mixed:024}", millis * 22_300_745_198_530_623_142)
}

fn polling(stage: &mut Stage, groups: &[&str]) {
    for group in groups {
        stage.hear(Observation::Tail { group: (*group).into(), source: Source::Polling { every: 1 } });
    }
}

/// What a run of the whole pipeline leaves behind.
fn story() -> Vec<Event> {
    let id = "6bc28136-xmpl-4365-b021-0ce6b2e64ab7";
    vec![
        event(
            0,
            INGEST,
            "INIT_START Runtime Version: python:3.11.v107\tRuntime Version ARN: arn:aws:lambda:us-east-2::runtime:8ee",
        ),
        event(1, INGEST, &format!("START RequestId: {id} Version: $LATEST")),
        event(2, INGEST, "[WARNING]\t2026-03-01T03:00:02Z\tthe API answered slowly"),
        event(3, INGEST, &format!("END RequestId: {id}")),
        event(
            3,
            INGEST,
            &format!(
                "REPORT RequestId: {id}\tDuration: 1240.12 ms\tBilled Duration: 1553 ms\tMemory Size: 128 MB\tMax Memory Used: 98 MB\tInit Duration: 312.44 ms\t"
            ),
        ),
        event(20, OUTPUT, "reading s3://public-apis-raw/public_apis.json"),
        event(22, ERROR, TRACEBACK),
        event(41, CRAWLERS, "[0b1c2d3e] BENCHMARK : Running Start Crawl for Crawler public-apis-crawler"),
    ]
}

fn stage(width: u16, height: u16) -> Stage {
    told(Stage::new(width, height))
}

fn told(mut stage: Stage) -> Stage {
    stage.press("4");
    polling(&mut stage, &[INGEST, ERROR, OUTPUT, CRAWLERS]);
    stage.hear(Observation::Lines(story()));
    stage
}

/// As many numbered lines as are asked for, a second apart.
fn numbered(numbers: std::ops::Range<i64>) -> Observation {
    Observation::Lines(numbers.map(|n| event(n, INGEST, &format!("line {n}"))).collect())
}

/// A pane of ten rows with a hundred lines.
fn hundred() -> Stage {
    let mut stage = Stage::new(120, 30);
    stage.press("4");
    polling(&mut stage, &[INGEST]);
    stage.hear(numbered(0..100));
    stage
}

/// The numbers of the numbered lines that are seen, the selected one marked.
fn seen(stage: &mut Stage) -> String {
    let pane = stage.pane("4 Logs");
    let rows = pane.lines().take_while(|row| !row.is_empty()).filter_map(|row| row.split_once(" line "));
    let words = rows.map(|(before, after)| {
        let mark = if before.contains('▶') { ">" } else { "" };
        format!("{mark}{}", after.split_whitespace().next().unwrap())
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn lines_of_all_groups_stand_in_the_order_of_time_with_their_source() {
    insta::assert_snapshot!("logs_40", stage(40, 16).pane("4 Logs"));
    insta::assert_snapshot!("logs_80", stage(80, 24).pane("4 Logs"));
    insta::assert_snapshot!("logs_120", stage(120, 30).pane("4 Logs"));
    insta::assert_snapshot!("logs_200", stage(200, 50).pane("4 Logs"));
}

#[test]
fn without_colours_the_words_say_the_same() {
    let settings = Settings { theme: Theme::Mono, ..Settings::default() };
    let mut stage = told(Stage::with(80, 24, settings, vec![pipeline()]));
    stage.press("[");
    insta::assert_snapshot!("logs_mono_held", stage.pane("4 Logs"));
}

#[test]
fn the_newest_line_is_followed() {
    let mut stage = hundred();
    assert_eq!(seen(&mut stage), "90 91 92 93 94 95 96 97 98 99");
    stage.hear(numbered(100..103));
    assert_eq!(seen(&mut stage), "93 94 95 96 97 98 99 100 101 102");
    assert!(stage.pane("4 Logs").contains("POLL 1s  ▼ follow"));
}

#[test]
fn a_held_view_stands_still_while_lines_arrive_and_are_counted() {
    let mut stage = hundred();
    stage.press("kk");
    let held = "90 91 92 93 94 95 96 97 >98 99";
    assert_eq!(seen(&mut stage), held);
    stage.hear(numbered(100..1_300));
    assert_eq!(seen(&mut stage), held);
    assert!(stage.pane("4 Logs").contains("PAUSED +1,200"), "{}", stage.pane("4 Logs"));
    stage.press("G");
    assert!(seen(&mut stage).ends_with("1298 1299"));
    assert!(stage.pane("4 Logs").contains("▼ follow"));
}

#[test]
fn a_late_line_moves_nothing_that_is_read() {
    let mut stage = hundred();
    stage.press("<pgup>");
    let held = "81 82 83 84 85 86 87 88 89 >90";
    assert_eq!(seen(&mut stage), held);
    stage.hear(Observation::Lines(vec![event(5, ERROR, "late"), event(7, ERROR, "later")]));
    assert_eq!(seen(&mut stage), held);
}

#[test]
fn steps_and_pages_move_the_selection_and_f_follows_again() {
    let mut stage = hundred();
    for (keys, want) in [
        ("<pgdn>j", "90 91 92 93 94 95 96 97 98 99"),
        ("k", "90 91 92 93 94 95 96 97 98 >99"),
        ("kkkkkkkkkk", ">89 90 91 92 93 94 95 96 97 98"),
        ("g", ">0 1 2 3 4 5 6 7 8 9"),
        ("<pgdn>j", "9 >10 11 12 13 14 15 16 17 18"),
        ("<pgup>", "0 >1 2 3 4 5 6 7 8 9"),
        ("<pgup>", ">0 1 2 3 4 5 6 7 8 9"),
        ("f", "90 91 92 93 94 95 96 97 98 99"),
    ] {
        stage.press(keys);
        assert_eq!(seen(&mut stage), want, "after {keys}");
    }
}

#[test]
fn forgotten_lines_are_told_when_the_reader_comes_to_their_place() {
    let settings = Settings { log_bounds: Bounds { lines: 100, ..Bounds::default() }, ..Settings::default() };
    let mut stage = Stage::with(120, 30, settings, vec![pipeline()]);
    stage.press("4");
    polling(&mut stage, &[INGEST]);
    stage.hear(numbered(0..100));
    stage.press("<pgup>");
    stage.hear(numbered(100..150));
    assert_eq!(seen(&mut stage), "81 82 83 84 85 86 87 88 89 >90");
    assert!(!stage.pane("4 Logs").contains("forgotten"));
    stage.hear(numbered(150..185));
    insta::assert_snapshot!("logs_forgotten", stage.pane("4 Logs"));
    stage.hear(numbered(185..400));
    assert_eq!(seen(&mut stage), ">300 301 302 303 304 305 306 307 308");
    assert!(stage.pane("4 Logs").contains("300 older lines are forgotten"));
}

#[test]
fn a_filter_shows_only_lines_with_all_its_words_and_takes_new_ones_in() {
    let mut stage = hundred();
    stage.press("/line 9");
    assert_eq!(seen(&mut stage), "89 90 91 92 93 94 95 96 97 98 99".trim_start_matches("89 "));
    stage.press("5<enter>");
    assert_eq!(seen(&mut stage), "95");
    stage.hear(numbered(945..961));
    assert_eq!(seen(&mut stage), "95 945 950 951 952 953 954 955 956 957 958 959".replace("95 945 ", ""));
    stage.press("<esc>");
    assert!(seen(&mut stage).ends_with("959 960"));
    stage.press("/nowhere<enter>");
    assert!(stage.pane("4 Logs").contains("no line matches the filter"));
}

#[test]
fn a_line_that_was_found_by_a_filter_stays_selected_among_its_neighbours() {
    let mut stage = hundred();
    stage.press("/line 42<enter>k<esc>");
    let seen = seen(&mut stage);
    assert!(seen.contains("41 >42 43"), "{seen}");
}

#[test]
fn brackets_go_to_the_errors_before_and_after() {
    let mut stage = hundred();
    stage.hear(Observation::Lines(vec![
        event(20, ERROR, "[ERROR] first line 20e"),
        event(50, ERROR, "[ERROR] second line 50e"),
    ]));
    for (key, want) in [("[", ">50e"), ("[", ">20e"), ("[", ">20e"), ("]", ">50e"), ("]", ">50e")] {
        stage.press(key);
        assert!(seen(&mut stage).contains(want), "{key}: {}", seen(&mut stage));
    }
}

#[test]
fn s_shows_one_group_after_the_other_and_then_all_again() {
    let mut stage = stage(120, 30);
    for (title, shown, hidden) in [
        ("ingest only", "REPORT", "Random"),
        ("etl/error only", "Random", "REPORT"),
        ("etl/output only", "reading s3", "Random"),
        ("crawler only", "BENCHMARK", "Random"),
        ("4 groups", "Random", "nothing"),
    ] {
        stage.press("s");
        let pane = stage.pane("4 Logs");
        assert!(pane.contains(title) && pane.contains(shown) && !pane.contains(hidden), "{pane}");
    }
}

#[test]
fn w_wraps_long_lines_and_cuts_them_again() {
    let mut stage = stage(80, 24);
    let cut = stage.pane("4 Logs");
    stage.press("w");
    insta::assert_snapshot!("logs_80_wrapped", stage.pane("4 Logs"));
    stage.press("w");
    assert_eq!(stage.pane("4 Logs"), cut);
}

#[test]
fn hostile_messages_are_drawn_visibly_and_cut() {
    let mut stage = Stage::new(80, 24);
    stage.press("4");
    polling(&mut stage, &[INGEST]);
    let texts = [
        "\u{1b}[2J\u{1b}]0;owned\u{7}cleared",
        "10%\r20%\r30%",
        "user\u{202e}nimda\u{2066} \u{200b}hidden",
        "\u{9b}31m C1, \u{feff}BOM, a\u{301}\u{301}\u{301}\u{301} marks, 日本語, 👩‍👩‍👧",
        "",
        &"megabyte ".repeat(120_000),
        &"\n".repeat(1_000_000),
        "after",
    ];
    let events = (0..).zip(texts).map(|(n, text)| event(n, INGEST, text)).collect();
    stage.hear(Observation::Lines(events));
    let pane = stage.pane("4 Logs");
    assert!(!pane.chars().any(|c| c.is_control() && c != '\n'), "{pane}");
    insta::assert_snapshot!("logs_hostile", pane);
    stage.press("w");
    assert!(stage.pane("4 Logs").contains("after"));
}

#[test]
fn lines_of_another_day_have_a_date() {
    let mut stage = hundred();
    assert!(!stage.pane("4 Logs").contains("03-01 "));
    stage.wait(25 * 3_600);
    assert!(stage.pane("4 Logs").contains("03-01 03:01:39 "), "{}", stage.text());
}

#[test]
fn o_holds_and_shows_the_whole_event() {
    let mut stage = stage(120, 30);
    stage.hear(Observation::Lines(vec![event(
        50,
        INGEST,
        r#"{"level":"ERROR","message":"request failed","requestId":"6bc2","stackTrace":["a","b"]}"#,
    )]));
    stage.press("o");
    stage.hear(numbered(60..70));
    insta::assert_snapshot!("logs_details", stage.pane(" event of ingest"));
    stage.press("<esc>");
    assert!(stage.pane("4 Logs").contains("PAUSED +10"));
    stage.press("<esc>");
    assert!(stage.pane("4 Logs").contains("▼ follow"));
    stage.press("o");
    stage.hear(numbered(70..80));
    assert!(stage.text().contains("line 69"), "{}", stage.text());
    assert!(stage.pane("4 Logs").contains("PAUSED +10"));
}

#[test]
fn a_group_that_fails_is_named_while_the_others_flow() {
    let mut stage = hundred();
    let denied = Source::Failing(Fault::new("logs:FilterLogEvents", Kind::Denied, "no"));
    stage.hear(Observation::Tail { group: CRAWLERS.into(), source: denied });
    stage.hear(Observation::Tail { group: ERROR.into(), source: Source::Waiting });
    assert_eq!(seen(&mut stage), "92 93 94 95 96 97 98 99");
    insta::assert_snapshot!("logs_failing", stage.pane("4 Logs"));
    stage.press("<pgup>");
    assert_eq!(seen(&mut stage), "85 86 87 88 89 90 91 >92");
}

#[test]
fn what_is_awaited_is_said_while_there_is_no_line() {
    let mut stage = Stage::new(120, 30);
    stage.press("4");
    assert!(stage.pane("4 Logs").contains("reading 4 groups"));
    polling(&mut stage, &[INGEST, OUTPUT, ERROR]);
    let text = stage.pane("4 Logs");
    assert!(text.contains("no lines; asking 3 groups"), "{text}");
    stage.hear(Observation::Tail { group: OUTPUT.into(), source: Source::Waiting });
    let throttled = Source::Failing(Fault::new("logs:FilterLogEvents", Kind::Throttled, "Rate exceeded"));
    stage.hear(Observation::Tail { group: ERROR.into(), source: throttled });
    insta::assert_snapshot!("logs_awaited", stage.pane("4 Logs"));
}

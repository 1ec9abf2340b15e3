//! What the pane looks like on a small and on a large screen.

use super::*;

const SIZES: [(u16, u16); 2] = [(80, 24), (200, 50)];

/// The whole screen after some keys, small and large.
#[track_caller]
fn pictures(name: &str, told: impl Fn(u16, u16) -> Stage, keys: &str) {
    for (width, height) in SIZES {
        let mut stage = told(width, height);
        stage.press(keys);
        insta::assert_snapshot!(format!("lines_{name}_{width}"), stage.screen());
    }
}

#[test]
fn marked_lines_and_ranges_have_a_sign_in_the_gutter() {
    pictures("marked", stage, "zkkmkkkm");
    pictures("range", stage, "zkvkk");
}

#[test]
fn wrapped_lines_go_on_below_their_message() {
    pictures("wrapped", stage, "zwkk");
}

#[test]
fn an_invocation_alone_is_named_in_the_frame() {
    pictures("invocation", stage, "zt03:00:11<enter>b");
}

#[test]
fn an_open_report_shows_every_line_of_it() {
    pictures("open_report", stage, "z[[[<space>");
}

#[test]
fn local_times_name_their_zone() {
    let local = FixedOffset::east_opt(5 * 3_600 + 1_800).unwrap();
    let settings = || Settings { local, ..Settings::default() };
    pictures("local", |width, height| told(Stage::with(width, height, settings(), vec![pipeline()])), "zu");
}

/// A run whose driver and two executors write into both logs.
fn spark(width: u16, height: u16) -> Stage {
    let mut stage = stage(width, height);
    let of = |second: i64, group: &str, stream: &str, text: &str| {
        event(second, group, &format!("{RUN}{stream}"), text)
    };
    stage.hear(Observation::Lines(vec![
        of(16, OUTPUT, "", "reading 3 partitions"),
        of(17, ERROR, "_g-7f", "INFO Executor: running task 0.0 in stage 1.0"),
        of(17, ERROR, "_g-1a", "INFO Executor: running task 1.0 in stage 1.0"),
        of(18, ERROR, "", "INFO DAGScheduler: submitting 3 missing tasks"),
        of(19, OUTPUT, "_g-1a", "1,204 rows in partition 1"),
        of(24, OUTPUT, "", "2 of 3 partitions are written"),
    ]));
    stage
}

#[test]
fn the_logs_of_a_run_stand_side_by_side_or_below_each_other() {
    pictures("apart", spark, "z3l=");
    pictures("apart_held", spark, "z3l=gjj+k");
}

#[test]
fn keys_move_in_one_log_of_a_run_while_the_other_stands_still() {
    let mut stage = spark(200, 50);
    stage.press("zt03:00:20<enter>=");
    assert!(selected(&mut stage).contains("reading s3"), "{}", selected(&mut stage));
    stage.press("k");
    assert!(selected(&mut stage).contains("reading 3 partitions"), "{}", selected(&mut stage));
    stage.press("+");
    stage.press("g");
    assert!(selected(&mut stage).contains("DAGScheduler"), "{}", selected(&mut stage));
    stage.press("jj");
    assert!(selected(&mut stage).contains("task 1.0"), "{}", selected(&mut stage));
    assert_eq!(copied(&stage.press("y")).1, "INFO Executor: running task 1.0 in stage 1.0");
    stage.press("+");
    assert!(selected(&mut stage).contains("reading 3 partitions"), "{}", selected(&mut stage));
    stage.press("=");
    says(&mut stage, "etl/output  reading 3 partitions");
    stage.press("bt03:00:02<enter>b=");
    says(&mut stage, "only a run has two logs");
}

#[test]
fn what_is_cut_of_a_question_has_a_sign() {
    let mut stage = stage(50, 24);
    stage.press("<alt-w>");
    let text = stage.text();
    assert!(text.lines().last().unwrap().trim_end().ends_with('…'), "{text}");
}

#[test]
fn a_run_of_one_log_says_that_there_is_no_other() {
    let mut stage = stage(80, 24);
    stage.press("zt03:00:21<enter>=+");
    says(&mut stage, "there is nothing else of the run");
    stage.press("[");
    says(&mut stage, "no further error in this direction");
}

#[test]
fn lines_that_come_move_nothing_that_is_read_apart() {
    let mut stage = spark(200, 50);
    stage.press("z3l=");
    stage.hear(Observation::Lines(vec![event(70, ERROR, RUN, "the driver's newest")]));
    says(&mut stage, "the driver's newest");
    stage.press("g");
    let before = stage.pane("4 Logs");
    let more = (0..90).map(|n| event(71 + n, ERROR, RUN, "and on")).collect();
    stage.hear(Observation::Lines(more));
    let still = |pane: &str| pane.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    says(&mut stage, "PAUSED +90");
    assert_eq!(still(&stage.pane("4 Logs"))[1..4], still(&before)[1..4]);
    stage.press("f");
    says(&mut stage, "▼ follow");
}

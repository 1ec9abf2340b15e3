//! The screen as a whole: what surrounds the panes, and what lies on top of them.

use farol::app::{Discovery, Settings};
use farol::domain::Observation;
use farol::domain::fault::{Fault, Kind};
use farol::domain::pipeline::{Id, Pipeline};
use farol::domain::run::State;
use farol::effect::Effect;
use farol::theme::Theme;

use crate::stage::{Stage, pipeline};

#[test]
fn a_screen_that_is_too_small_says_so_and_quits_on_q() {
    let mut stage = Stage::new(39, 9);
    assert!(stage.text().contains("39x9 is too small"), "{}", stage.text());
    assert_eq!(stage.press("ie"), []);
    assert_eq!(stage.press("q"), [Effect::Quit]);
}

#[test]
fn ctrl_c_leaves_from_anywhere() {
    for keys in ["", "e", "/text", "?", ":"] {
        let mut stage = Stage::new(80, 24);
        stage.press(keys);
        assert_eq!(stage.press("<ctrl-c>"), [Effect::Quit], "after {keys:?}");
    }
}

#[test]
fn letters_typed_into_a_filter_trigger_nothing() {
    let mut stage = Stage::new(80, 24);
    assert_eq!(stage.press("/iecq"), []);
    assert!(stage.text().contains("/ iecq"), "{}", stage.text());
}

#[test]
fn pasted_text_triggers_nothing() {
    let mut stage = Stage::new(80, 24);
    assert_eq!(stage.paste("q\ny"), []);
    assert!(stage.text().contains("pasted text does nothing here"));
}

#[test]
fn the_palette_finds_a_command_by_a_few_letters_and_runs_it() {
    let mut stage = Stage::new(120, 30);
    assert_eq!(stage.press(":read eve<enter>"), [Effect::Refresh]);
}

#[test]
fn the_help_shows_the_keys_of_the_pane_in_front_first() {
    let mut stage = Stage::new(80, 24);
    stage.press("4?");
    insta::assert_snapshot!(stage.text());
}

#[test]
fn the_help_cuts_nothing_on_the_smallest_screen() {
    let mut stage = Stage::new(40, 10);
    stage.press("4?");
    let mut seen = stage.text();
    for _ in 0..60 {
        stage.press("<pgdn>");
        seen.push_str(&stage.text());
    }
    assert!(!seen.contains('…'), "{seen}");
    for word in
        ["everywhere", "invoke the ingest", "tab shift-tab", "whole screen, or take", "go to what belongs"]
    {
        assert!(seen.contains(word), "no {word}: {seen}");
    }
}

#[test]
fn the_smallest_screen_says_what_is_broken_and_how_to_find_the_other_keys() {
    let mut stage = Stage::new(40, 10);
    let runs = vec![super::runs::run("jr_2", State::Failed, 61)];
    stage.hear(Observation::Runs(Ok(runs)));
    let text = stage.text();
    assert!(text.contains("Random exception"), "{text}");
    let footer = text.lines().last().unwrap();
    assert_eq!(footer, " i invoke  e  c  ? help  /  z  :  q quit");
}

#[test]
fn another_pipeline_is_watched_when_it_is_switched_to() {
    let other = Pipeline { name: "other".into(), ..pipeline() };
    let mut stage = Stage::with(120, 30, Settings::default(), vec![pipeline(), other.clone()]);
    let effects = stage.press("pj<enter>");
    assert_eq!(effects, [Effect::Watch(Id(1), other)]);
    assert!(stage.text().contains("other"));
}

#[test]
fn a_long_list_of_pipelines_shows_the_selected_one() {
    let named = |n: u16| Pipeline { name: format!("p{n:02}"), ..pipeline() };
    let mut stage = Stage::with(80, 24, Settings::default(), (0..30).map(named).collect());
    for (keys, selected) in [("p", "p00"), ("G", "p29"), ("<pgup>", "p10"), ("g", "p00"), ("jj", "p02")] {
        stage.press(keys);
        assert!(stage.text().contains(&format!("▶{selected}")), "{keys}: {}", stage.text());
    }
    assert_eq!(stage.press("G<enter>"), [Effect::Watch(Id(29), named(29))]);
}

#[test]
fn a_pipeline_that_nobody_names_is_looked_for_and_looked_for_again_on_refresh() {
    let settings = Settings { discovery: Discovery::On, ..Settings::default() };
    let mut stage = Stage::with(120, 30, settings, vec![Pipeline::default()]);
    assert!(stage.text().contains("looking for a pipeline in the account"));
    let fault = Fault::new("lambda:ListFunctions", Kind::Denied, "no");
    stage.hear(Observation::Found(Err(fault)));
    assert!(stage.text().contains("the identity needs lambda:ListFunctions"), "{}", stage.text());
    assert!(!stage.text().contains("reading"), "{}", stage.text());
    let discover = Effect::Discover(Id(0), Pipeline::default());
    assert_eq!(stage.press("r"), [Effect::Refresh, discover]);
    let found = Pipeline { name: String::new(), ..pipeline() };
    let named = Pipeline { name: "getPublicAPIs".into(), ..pipeline() };
    assert_eq!(stage.hear(Observation::Found(Ok(found))), [Effect::Watch(Id(0), named)]);
}

#[test]
fn a_pane_zooms_to_the_whole_body_and_back() {
    let mut stage = Stage::new(120, 30);
    stage.press("3z");
    assert!(!stage.text().contains("1 Objects"));
    stage.press("z");
    assert!(stage.text().contains("1 Objects"));
}

#[test]
fn a_zoomed_pane_takes_every_row_that_a_small_screen_can_spare() {
    for (width, height) in [(80, 24), (40, 10)] {
        let mut stage = Stage::new(width, height);
        stage.press("3z");
        let text = stage.text();
        let rows: Vec<&str> = text.lines().collect();
        assert!(rows[1].starts_with("╭3 Job runs") && rows[rows.len() - 2].starts_with('╰'), "{text}");
        stage.press("<esc>");
        assert!(!stage.text().lines().nth(1).unwrap().starts_with('╭'));
    }
}

#[test]
fn without_colours_no_cell_has_one() {
    let settings = Settings { theme: Theme::Mono, ..Settings::default() };
    let mut stage = Stage::with(120, 30, settings, vec![pipeline()]);
    let picture = stage.screen();
    for colour in ["cyan", "red", "green", "yellow", "gray", "blue", "magenta"] {
        assert!(!picture.contains(&format!(" {colour}")), "{colour}:\n{picture}");
    }
}

#[test]
fn no_size_and_no_resize_makes_it_panic() {
    let mut stage = Stage::new(80, 24);
    for keys in ["", "?", ":", "e", "/x"] {
        stage.press("<esc><esc><esc>");
        stage.press(keys);
        for (width, height) in
            [(0, 0), (1, 1), (40, 10), (41, 11), (80, 24), (119, 29), (200, 50), (500, 3), (3, 200)]
        {
            stage.resize(width.max(1), height.max(1));
            stage.text();
        }
    }
}

#[test]
fn every_key_is_named_once_in_its_section_and_explained() {
    let rows = farol::app::rows();
    for (n, (section, row)) in rows.iter().enumerate() {
        let is_said_well = !row.help.is_empty() && !row.help.ends_with('.');
        assert!(is_said_well, "{section}.{}: {:?}", row.name, row.help);
        let again = rows[..n].iter().any(|(other, one)| other == section && one.name == row.name);
        assert!(!again, "{section}.{} twice", row.name);
    }
    assert_eq!(farol::keys::Keymap::new(&rows).conflicts(&rows), Vec::<String>::new());
}

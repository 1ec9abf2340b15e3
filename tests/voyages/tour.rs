//! The tour in the README, taken key by key on the demo.

use std::path::Path;

use farol::demo::account::Options;
use farol::keys::Chord;

use super::Leg::{self, Look, Press, Wait};
use super::Ship;

const BEGIN: &str = "<!-- tour: a test takes it -->\n";
const END: &str = "<!-- /tour -->";

/// The words in backquotes.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Keys as they are pressed: a chord by its name, anything else is typed.
fn keys(cell: &str) -> String {
    let key = |word: &str| match Chord::parse(word) {
        Ok(_) if word.len() > 1 => format!("<{word}>"),
        _ => word.to_owned(),
    };
    quoted(cell).into_iter().map(key).collect()
}

fn legs(tour: &'static str) -> Vec<Leg> {
    let rows = tour.lines().filter(|line| line.starts_with("| ") && line.contains('`'));
    let mut legs = vec![Wait(3.0)];
    for row in rows {
        let cells: Vec<&'static str> = row.trim_matches('|').split(" | ").collect();
        let [pressed, seen] = cells.as_slice() else { panic!("{row}") };
        let pressed = keys(pressed);
        if !pressed.is_empty() {
            legs.push(Press(2.0, Box::leak(pressed.into_boxed_str())));
            legs.push(Wait(4.0));
        }
        legs.push(Look(Box::leak(quoted(seen).into_boxed_slice())));
    }
    legs
}

#[tokio::test(start_paused = true)]
async fn who_takes_the_tour_of_the_readme_sees_what_it_says() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, rest) = Box::leak(readme.into_boxed_str()).split_once(BEGIN).unwrap();
    let (tour, _) = rest.split_once(END).unwrap();
    let legs = legs(tour);
    assert!(legs.len() > 20, "the tour has rows");
    Ship::living(Options::default()).of_size(80, 24).sail(legs).await;
}

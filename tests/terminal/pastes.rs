//! A paste is never a command.

use std::time::Duration;

use farol::effect::Effect;

use super::pty::pause;
use super::sequences::Screen;
use super::sizes::FACES;
use super::{opened, shows};
use crate::stage::Stage;

/// Clipboards that are pasted into everything that can be in front; `FAROL_SOAK` multiplies them.
const CLIPBOARDS: usize = 2_000;

const SAID: &str = "pasted text does nothing here";

#[test]
fn a_paste_does_nothing_with_brackets_or_without() {
    let mut pty = opened();
    for text in ["\x1b[200~iyq\ryq\x1b[201~", "iy\rqqqqqqqq\r", "\x1b[200~a\x1b[201~qqqqyy\x1b[201~"] {
        pty.write(text);
        pty.wait_until(SAID, shows(SAID));
        // What comes at the heels of a paste belongs to it.
        pause(Duration::from_millis(150));
        // A dialog over it, and its end, take the notice away.
        pty.write("?");
        pty.wait_until("the help", shows("esc closes"));
        pty.write("\x1b");
        pty.wait_until("the end of it", |pty| {
            let text = Screen::of(&pty.tokens()).text();
            !text.contains("esc closes") && !text.contains(SAID)
        });
    }
    pty.write("q");
    assert_eq!(pty.exit(), Some(0));
}

#[test]
fn a_paste_of_single_bytes_does_not_even_act_by_its_first() {
    // Other paces depend on how busy the machine is; the tests of `hands` have them, in a time of their own.
    let mut pty = opened();
    for key in "qiq\ryqeqc\r".chars() {
        pty.write(key.encode_utf8(&mut [0; 4]));
    }
    pty.wait_until(SAID, shows(SAID));
    pause(Duration::from_millis(150));
    pty.write("q");
    assert_eq!(pty.exit(), Some(0));
}

#[test]
fn a_paste_whose_end_is_lost_swallows_neither_ctrl_c_nor_for_long_the_quit_key() {
    let mut pty = opened();
    pty.write("\x1b[200~qqqq");
    pty.wait_until(SAID, shows(SAID));
    pty.write("q");
    assert_eq!(pty.exit(), Some(0));

    let mut pty = opened();
    pty.write("\x1b[200~qqqq");
    // What came before a new size is read before it is painted.
    pty.resize((100, 25));
    pty.wait_until("the new size", |pty| Screen::of(&pty.tokens()).extent() == (100, 25));
    // Another thread reads the keys: with the paste in one piece it would be a part of it.
    pause(Duration::from_millis(150));
    pty.write("\x03");
    assert_eq!(pty.exit(), Some(0));
}

#[test]
fn a_text_field_takes_a_paste_as_one_line_of_text() {
    let mut pty = opened();
    pty.write("/");
    pty.wait_until("the filter line", shows("words, or name:"));
    pty.write("\x1b[200~public\x1b[A_apis\x07\nrm -rf\x1b[201~");
    pty.wait_until("the text", shows("/ public[A_apis"));
    pty.write("\x03");
    assert_eq!(pty.exit(), Some(0));
    assert!(!pty.text().contains("rm -rf"));
}

/// Lines that would do harm as keys, and anything else.
fn clipboard(chance: &mut fastrand::Rng) -> String {
    const LINES: [&str; 6] = ["i\ny\n", "y", "q\n", "\x03", "describe-public-apis\n", "\x1b[201~iy\r"];
    let piece = |chance: &mut fastrand::Rng| {
        if chance.bool() {
            LINES[chance.usize(0..LINES.len())].to_owned()
        } else {
            chance.char(..).to_string()
        }
    };
    (0..chance.usize(1..8)).map(|_| piece(chance)).collect()
}

#[test]
fn no_clipboard_asks_for_anything_whatever_it_is_pasted_into() {
    let soak: usize = std::env::var("FAROL_SOAK").ok().and_then(|factor| factor.parse().ok()).unwrap_or(1);
    let mut chance = fastrand::Rng::with_seed(3);
    for face in FACES {
        let mut stage = Stage::new(120, 40);
        stage.press(face);
        for _ in 0..CLIPBOARDS * soak / FACES.len() {
            let text = clipboard(&mut chance);
            let effects = stage.paste(&text);
            assert!(
                !effects.iter().any(|effect| matches!(effect, Effect::Act(..) | Effect::Quit)),
                "{face}: {text:?}"
            );
        }
    }
}

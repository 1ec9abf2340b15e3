use super::*;
use crate::keys::{Chord, Reach};

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn hands() -> Hands {
    let reaches = [
        ("j", Reach::Moves),
        ("k", Reach::Moves),
        ("backspace", Reach::Moves),
        ("q", Reach::Looks),
        ("i", Reach::Acts),
    ];
    Hands::new(reaches.map(|(chord, reach)| (Chord::parse(chord).unwrap(), reach)).into())
}

fn written(deeds: &[Deed]) -> String {
    let word = |deed: &Deed| match deed {
        Deed::Press(key) => Chord::of(*key).to_string(),
        Deed::Paste(text) => format!("[{text}]"),
    };
    deeds.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// What comes when, and what was done, with the time when that was clear.
fn done(coming: &[(u64, &[u8])]) -> Vec<(u64, String)> {
    let mut hands = hands();
    let mut done = Vec::new();
    let mut coming = coming.iter().peekable();
    for at in 0..3_000 {
        let mut deeds = hands.settle(ms(at));
        while let Some((_, bytes)) = coming.next_if(|(time, _)| *time == at) {
            deeds.extend(hands.take(ms(at), bytes));
        }
        if !deeds.is_empty() {
            done.push((at, written(&deeds)));
        }
    }
    done
}

#[track_caller]
fn check(coming: &[(u64, &[u8])], want: &[(u64, &str)]) {
    let done = done(coming);
    let done: Vec<(u64, &str)> = done.iter().map(|(at, deeds)| (*at, deeds.as_str())).collect();
    assert_eq!(done, want);
}

#[test]
fn a_key_that_is_typed_is_there_at_once() {
    check(&[(10, b"j"), (40, b"j"), (52, b"k"), (200, b"q")], &[(10, "j"), (40, "j"), (52, "k"), (203, "q")]);
    check(&[(10, b"\x1b[A"), (40, b"\x1b")], &[(10, "up"), (60, "esc")]);
}

#[test]
fn a_key_that_may_act_waits_as_long_as_fingers_need_for_the_next() {
    check(&[(10, b"i"), (40, b"\r"), (70, b"x")], &[(30, "i"), (60, "enter"), (90, "x")]);
}

#[test]
fn a_key_that_moves_and_is_held_down_is_no_paste_however_fast_the_keyboard_repeats_it() {
    let held = |byte: &'static [u8]| -> Vec<(u64, &[u8])> { (0..30).map(|n| (10 + 10 * n, byte)).collect() };
    for (byte, name) in [(b"\x7f", "backspace"), (b"j", "j")] {
        let pressed = done(&held(byte));
        let pressed: Vec<&str> = pressed.iter().flat_map(|(_, deeds)| deeds.split(' ')).collect();
        assert_eq!(pressed, [name; 30]);
    }
}

#[test]
fn a_few_keys_together_were_typed_on_a_slow_line() {
    check(&[(10, b"jjkk")], &[(30, "j j k k")]);
    check(&[(10, b"j"), (12, b"k"), (14, b"\x1b[B")], &[(10, "j"), (32, "k down")]);
}

#[test]
fn a_few_keys_together_are_no_presses_that_could_confirm() {
    for bytes in [&b"yy"[..], b"y\ry\ry", b"yyyyyyyy"] {
        let mut hands = hands();
        let mut deeds = hands.take(ms(10), bytes);
        deeds.extend(hands.settle(ms(40)));
        let is_press = |deed: &Deed| matches!(deed, Deed::Press(key) if key.kind == crossterm::event::KeyEventKind::Press);
        assert_eq!(deeds.len(), bytes.len());
        assert!(!deeds.iter().any(is_press), "{deeds:?}");
    }
}

#[test]
fn keys_that_come_faster_than_a_person_types_are_a_paste() {
    check(&[(10, b"iyq\ryyyy\r")], &[(110, "[iyq\nyyyy\n]")]);
    check(&[(10, b"iyiyiyiyiyiy"), (90, b"yy"), (180, b"y")], &[(280, "[iyiyiyiyiyiyyyy]")]);
    let serial: Vec<(u64, &[u8])> = (0..30).map(|n| (n, &b"y"[..])).collect();
    check(&serial, &[(129, &format!("[{}]", "y".repeat(30)))]);
}

#[test]
fn a_paste_of_single_bytes_presses_no_key_that_does_something_however_it_is_paced() {
    let paste = "iq\ry!ecx:q\r\u{e9}yq";
    for gap in 0..20 {
        let bytes: Vec<[u8; 1]> = paste.bytes().map(|byte| [byte]).collect();
        let coming: Vec<(u64, &[u8])> = (0..).map(|n| n * gap).zip(bytes.iter().map(|b| &b[..])).collect();
        let end = coming.last().unwrap().0 + 100;
        check(&coming, &[(end, &format!("[{}]", paste.replace('\r', "\n")))]);
    }
}

#[test]
fn one_slower_than_a_serial_line_leaves_the_console_at_most_by_its_first() {
    for gap in 3..20 {
        let bytes = [&b"q"[..]].into_iter().chain([&b"yi"[..1], b"i", b"\r"].into_iter().cycle().take(30));
        let coming: Vec<(u64, &[u8])> = (0..).map(|n| n * gap).zip(bytes).collect();
        let done = done(&coming);
        assert!(
            matches!(&done[..], [(3, first), (_, rest)] if first == "q" && rest.starts_with('[')),
            "{gap}: {done:?}"
        );
    }
}

#[test]
fn a_paste_that_begins_with_moves_does_no_more_than_move() {
    let coming: Vec<(u64, &[u8])> =
        (0..).map(|n| n * 5).zip("jjkkjjkkjjjq\ryy".as_bytes().chunks(1)).collect();
    let done = done(&coming);
    let (last, moved) = done.split_last().unwrap();
    assert!(moved.iter().all(|(_, deeds)| deeds.chars().all(|c| "jk ".contains(c))), "{done:?}");
    assert!(last.1.starts_with('[') && last.1.ends_with("q\nyy]"), "{done:?}");
}

#[test]
fn a_reader_that_comes_late_takes_no_first_byte_of_a_paste_for_a_key() {
    let mut hands = hands();
    assert_eq!(hands.take(ms(10), b"q"), []);
    assert_eq!(hands.take(ms(60), b"qqqqqqqqq"), []);
    assert_eq!(written(&hands.settle(ms(170))), "[qqqqqqqqqq]");
}

#[test]
fn a_reader_that_comes_late_in_the_middle_of_a_paste_does_not_take_it_apart() {
    let mut hands = hands();
    assert_eq!(hands.take(ms(10), b"q"), []);
    assert_eq!(hands.take(ms(14), b"i"), []);
    assert_eq!(hands.take(ms(60), b"qqqqqqqq"), []);
    assert_eq!(written(&hands.settle(ms(170))), "[qiqqqqqqqq]");
}

#[test]
fn a_short_paste_of_single_bytes_counts_as_repeated() {
    let mut hands = hands();
    let mut deeds = hands.take(ms(10), b"q");
    deeds.extend(hands.take(ms(15), b"\r"));
    deeds.extend(hands.settle(ms(40)));
    let is_press = |deed: &Deed| matches!(deed, Deed::Press(key) if key.kind == KeyEventKind::Press);
    assert_eq!(deeds.len(), 2);
    assert!(!deeds.iter().any(is_press), "{deeds:?}");
}

#[test]
fn a_wheel_s_arrows_are_keys_however_many_they_are() {
    check(&[(10, &b"\x1b[B".repeat(12))], &[(10, ["down"; 12].join(" ").as_str())]);
}

#[test]
fn what_comes_with_a_paste_is_a_paste_whatever_its_marks_say() {
    check(&[(10, b"\x1b[200~a\x1b[201~")], &[(10, "[a]")]);
    check(
        &[(10, b"\x1b[200~a\x1b[201~qq\x1b[201~"), (20, b"y"), (130, b"j")],
        &[(10, "[a]"), (120, "[qqy]"), (130, "j")],
    );
}

#[test]
fn a_paste_whose_end_is_lost_swallows_no_key_for_longer_than_a_second() {
    check(&[(10, b"\x1b[200~abc"), (400, b"q"), (1100, b"q")], &[(1010, "[abcq]"), (1103, "q")]);
    check(&[(10, b"\x1b[200~abc"), (50, b"\x03"), (90, b"q")], &[(50, "ctrl-c"), (93, "q")]);
    // The rest of it comes after all, and is still no keys.
    check(
        &[(10, b"\x1b[200~abc"), (1500, b"qy"), (1800, b"yq\x1b[201~"), (2000, b"qy")],
        &[(1010, "[abc]"), (1600, "[qy]"), (1900, "[yq]"), (2020, "q y")],
    );
}

#[test]
fn ctrl_c_alone_is_never_part_of_a_paste() {
    check(&[(10, b"yyyyyyyyyyyy"), (20, b"\x03")], &[(20, "ctrl-c")]);
}

proptest::proptest! {
    #[test]
    fn nothing_that_comes_at_once_and_is_longer_than_eight_presses_a_key(text in "[ -~\r\t]{9,200}") {
        for bytes in [text.clone(), format!("\x1b[200~{text}\x1b[201~"), format!("\x1b[200~{text}")] {
            let pressed = done(&[(10, bytes.as_bytes())]);
            proptest::prop_assert!(pressed.iter().all(|(_, deeds)| deeds.starts_with('[') && deeds.ends_with(']')));
        }
    }
}

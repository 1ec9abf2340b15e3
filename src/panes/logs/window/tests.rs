use std::cell::Cell;

use super::*;

const HEIGHTS: [usize; 8] = [1, 1, 3, 1, 9, 1, 1, 1];

/// So many events, each as high as a function says.
struct Of<F>(usize, F);

impl<F: Fn(usize) -> usize> Heights for Of<F> {
    fn rows(&self, event: usize) -> usize {
        self.1(event)
    }

    fn before(&self, event: usize) -> Option<usize> {
        (0..event).rev().find(|event| self.rows(*event) > 0)
    }

    fn after(&self, event: usize) -> Option<usize> {
        (event + 1..self.0).find(|event| self.rows(*event) > 0)
    }
}

fn window(height: usize) -> Window<impl Heights> {
    Window::new(HEIGHTS.len(), height, Of(HEIGHTS.len(), |n: usize| HEIGHTS[n]))
}

/// What is seen: the event's number for its first row, a dot for others.
#[test]
fn what_is_folded_away_is_stepped_over() {
    const FOLDED: [usize; 8] = [1, 1, 0, 0, 2, 1, 1, 0];
    let mut window = Window::new(FOLDED.len(), 3, Of(FOLDED.len(), |event: usize| FOLDED[event]));
    let mut anchor = window.bottom();
    assert_eq!((anchor.event, picture(&mut window, anchor)), (6, ".56".into()));
    let mut met = vec![];
    while anchor.event > 0 {
        anchor = window.up(anchor);
        met.push(anchor.event);
    }
    assert_eq!(met, [5, 4, 1, 0]);
    met.clear();
    for _ in 0..6 {
        anchor = window.down(anchor);
        met.push(anchor.event);
    }
    assert_eq!(met, [1, 4, 5, 6, 6, 6]);
    let onto = window.jump(anchor, 3);
    assert_eq!(onto.event, 1);
}

fn picture(window: &mut Window<impl Heights>, anchor: Anchor) -> String {
    let row = |piece: &Piece, n| if n == 0 { piece.event.to_string() } else { ".".to_owned() };
    let rows = |piece: &Piece| piece.rows.clone().map(|n| row(piece, n)).collect::<String>();
    window.pieces(anchor).iter().map(rows).collect()
}

#[track_caller]
fn check(height: usize, moves: &str, want: &str) {
    let mut window = window(height);
    let mut anchor = window.bottom();
    for c in moves.chars() {
        anchor = match c {
            'k' => window.up(anchor),
            'j' => window.down(anchor),
            'u' => window.page_up(anchor),
            'd' => window.page_down(anchor),
            'g' => window.settle(Anchor { event: 0, y: 0 }),
            _ => window.jump(anchor, c.to_digit(10).unwrap() as usize),
        };
    }
    assert_eq!(picture(&mut window, anchor), want, "{moves} in {height} rows");
}

#[test]
fn the_bottom_is_full_where_it_can_be() {
    check(2, "", "67");
    check(5, "", "..567");
    check(99, "", "012..34........567");
    check(0, "", "");
}

#[test]
fn steps_go_by_event_and_through_what_is_taller_than_the_window() {
    check(3, "k", "567");
    check(3, "kkk", "...");
    check(3, "kkkk", "...");
    check(3, "kkkkkkkkk", "4..");
    check(3, "kkkkkkkkkk", "34.");
    check(3, "g", "012");
    check(3, "gjj", "2..");
    check(3, "gjjj", "..3");
    check(3, "gjjjjj", "...");
    check(3, "gjjjjjjjjjjj", "..5");
}

#[test]
fn pages_skip_nothing_whatever_is_tall() {
    check(5, "u", ".....");
    check(5, "uu", "34...");
    check(5, "uuu", "12..3");
    check(5, "uuuu", "012..");
    check(5, "gd", ".34..");
    check(5, "gdd", ".....");
    check(5, "gddddddd", "..567");
}

#[test]
fn a_jump_moves_nothing_when_its_event_is_seen() {
    check(5, "6", "..567");
    check(5, "2", "12..3");
    check(5, "0", "012..");
}

#[test]
fn of_many_events_only_those_near_the_window_are_measured() {
    let measured = Cell::new(0);
    let rows = |_| {
        measured.set(measured.get() + 1);
        1
    };
    let mut window = Window::new(50_000, 50, Of(50_000, rows));
    let bottom = window.bottom();
    let above = window.page_up(bottom);
    let pieces = window.pieces(above);
    assert_eq!(pieces.iter().map(|piece| piece.rows.len()).sum::<usize>(), 50);
    assert!(measured.get() <= 9 * 50, "{}", measured.get());
}

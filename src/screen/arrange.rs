//! Where everything is on the screen: a function of the size, the pane in front and the zoom alone.
//!
//! ```text
//!   120x30 and more                    less                     40x10
//!  ┌ header ────────────────┐   ┌ header ───────────┐   ┌ header ──┐
//!  │ strip, two lines       │   │ strip, one line   │   │ strip    │
//!  │ what is broken         │   │ what is broken    │   │ tabs     │
//!  │ 1 objects │2 invocations│  │ tabs              │   │ one pane │
//!  │ 3 runs    │4 logs      │   │ one pane          │   │          │
//!  └ footer ────────────────┘   └ footer ───────────┘   └ footer ──┘
//! ```
//!
//! Below 120x30 a zoomed pane takes the rows of strip, sentence and tabs too.

use ratatui::layout::{Constraint, Layout, Rect, Size};

/// The smallest screen that shows anything but a plea for more.
pub const SMALLEST: Size = Size::new(40, 10);
/// The smallest screen that shows four panes at once.
const WIDE: Size = Size::new(120, 30);
/// The lowest screen that spares a line for what is broken.
const WORDY: u16 = 16;

/// How much of the console fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Nothing does.
    TooSmall,
    /// One pane at a time.
    Narrow,
    /// Four panes at once.
    Wide,
}

impl Fit {
    /// What fits on a screen of this size.
    pub fn of(size: Size) -> Self {
        let holds = |least: Size| size.width >= least.width && size.height >= least.height;
        match (holds(SMALLEST), holds(WIDE)) {
            (false, _) => Self::TooSmall,
            (true, false) => Self::Narrow,
            (true, true) => Self::Wide,
        }
    }
}

/// Whether the pane in front has the body for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zoom {
    /// As many panes as fit.
    #[default]
    Out,
    /// One pane.
    In,
}

/// The bands of the screen, top to bottom; those that do not fit have no height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands {
    /// Who and where.
    pub header: Rect,
    /// The pipeline's steps.
    pub strip: Rect,
    /// What is broken.
    pub words: Rect,
    /// The names of the panes, where only one shows.
    pub tabs: Rect,
    /// The panes.
    pub body: Rect,
    /// The keys.
    pub footer: Rect,
}

/// The bands of a screen of this size.
pub fn bands(size: Size, zoom: Zoom) -> Bands {
    let area = Rect::new(0, 0, size.width, size.height);
    let (strip, words, tabs) = match (Fit::of(size), zoom) {
        (Fit::TooSmall, _) | (Fit::Narrow, Zoom::In) => (0, 0, 0),
        (Fit::Narrow, Zoom::Out) => (1, u16::from(size.height >= WORDY), 1),
        (Fit::Wide, _) => (2, 1, 0),
    };
    let heights = [1, strip, words, tabs].map(Constraint::Length);
    let rows = heights.into_iter().chain([Constraint::Fill(1), Constraint::Length(1)]);
    let [header, strip, words, tabs, body, footer] = Layout::vertical(rows).areas(area);
    Bands { header, strip, words, tabs, body, footer }
}

/// The number of panes that share the body of a wide screen; those after them have it for themselves.
const SHARED: usize = 4;

/// Where each of `count` panes is; `None`: it is not shown.
pub fn panes(size: Size, count: usize, front: usize, zoom: Zoom) -> Vec<Option<Rect>> {
    let body = bands(size, zoom).body;
    let alone = zoom == Zoom::In || front >= SHARED || Fit::of(size) != Fit::Wide;
    if alone {
        return (0..count).map(|n| (n == front).then_some(body)).collect();
    }
    let halves = [Constraint::Fill(1), Constraint::Fill(1)];
    let [upper, lower] = Layout::vertical(halves).areas(body);
    let [first, second] = Layout::horizontal(halves).areas(upper);
    let [third, fourth] = Layout::horizontal(halves).areas(lower);
    let shared = [first, second, third, fourth];
    (0..count).map(|n| shared.get(n).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(width: u16, height: u16, front: usize, shown: &[usize]) {
        let places = panes(Size::new(width, height), 5, front, Zoom::Out);
        let got: Vec<usize> = (0..5).filter(|n| places[*n].is_some()).collect();
        assert_eq!(got, shown, "{width}x{height} with {front} in front");
    }

    #[test]
    fn four_panes_share_a_wide_screen_and_one_has_a_narrow_one() {
        check(120, 30, 0, &[0, 1, 2, 3]);
        check(200, 50, 3, &[0, 1, 2, 3]);
        check(200, 50, 4, &[4]);
        check(119, 30, 2, &[2]);
        check(80, 24, 1, &[1]);
        check(40, 10, 1, &[1]);
    }

    #[test]
    fn bands_fill_the_screen_without_overlap_at_any_size() {
        for width in 0..130 {
            for height in 0..40 {
                for zoom in [Zoom::Out, Zoom::In] {
                    let b = bands(Size::new(width, height), zoom);
                    let heights = [b.header, b.strip, b.words, b.tabs, b.body, b.footer].map(|r| r.height);
                    assert_eq!(heights.iter().sum::<u16>(), height, "{width}x{height}, {zoom:?}");
                }
            }
        }
    }
}

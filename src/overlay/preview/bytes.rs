//! Bytes in rows of sixteen.

use std::fmt::Write as _;
use std::ops::Range;

use ratatui::text::{Line, Span};

use crate::pane::Cx;

const WIDTH: usize = 16;

/// How many rows bytes take.
pub fn len(bytes: &[u8]) -> usize {
    bytes.len().div_ceil(WIDTH)
}

/// Some of the rows of bytes: where they are, their numbers, and those that are ASCII.
pub fn lines(cx: Cx<'_>, bytes: &[u8], window: Range<usize>) -> Vec<Line<'static>> {
    let rows = bytes.chunks(WIDTH).enumerate().skip(window.start).take(window.len());
    rows.map(|(n, row)| line(cx, n * WIDTH, row)).collect()
}

fn line(cx: Cx<'_>, at: usize, row: &[u8]) -> Line<'static> {
    let mut numbers = String::with_capacity(50);
    for (n, byte) in row.iter().enumerate() {
        let gap = if n == WIDTH / 2 { " " } else { "" };
        // Writing to a string cannot fail.
        let _ = write!(numbers, "{gap}{byte:02x} ");
    }
    let plain = row.iter().map(|byte| if matches!(byte, b' '..=b'~') { char::from(*byte) } else { '·' });
    Line::from_iter([
        Span::styled(format!(" {at:08x}  "), cx.theme.faint()),
        Span::raw(format!("{numbers:<50}")),
        Span::styled(plain.collect::<String>(), cx.theme.name()),
    ])
}

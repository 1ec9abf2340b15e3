//! The picture of the running console for the README, painted from the demo and never by hand.

use std::fmt::Write as _;
use std::path::Path;

use farol::demo::account::Options;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::Leg::{Press, Wait};
use super::Ship;

const CELL: (f64, f64) = (8.4, 18.0);
const MARGIN: f64 = 12.0;

#[tokio::test(start_paused = true)]
async fn the_picture_in_the_readme_is_what_the_console_shows() {
    let ship = Ship::living(Options::default()).of_size(120, 32);
    let landfall = ship.sail(vec![Press(2.0, "3"), Wait(1.0)]).await;
    let painted = svg(&landfall.screen);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screen.svg");
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        std::fs::write(&path, &painted).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == painted, "assets/screen.svg is old; UPDATE_PICTURES=1 cargo test paints it again");
}

fn svg(buffer: &Buffer) -> String {
    let (width, height) = (f64::from(buffer.area.width) * CELL.0, f64::from(buffer.area.height) * CELL.1);
    let (width, height) = (width + 2.0 * MARGIN, height + 2.0 * MARGIN);
    let mut out = String::new();
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16181d\"/>\n\
         <g font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"14\" xml:space=\"preserve\">"
    )
    .unwrap();
    for y in 0..buffer.area.height {
        let row: Vec<&Cell> = (0..buffer.area.width).map(|x| &buffer[(x, y)]).collect();
        paint_row(&mut out, &row, f64::from(y));
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn paint_row(out: &mut String, row: &[&Cell], y: f64) {
    let mut x = 0;
    for run in row.chunk_by(|a, b| a.style() == b.style()) {
        let text: String = run.iter().map(|cell| cell.symbol()).collect();
        paint_run(out, run[0], &text, (f64::from(x), y));
        x += u32::try_from(run.len()).unwrap();
    }
}

fn paint_run(out: &mut String, cell: &Cell, text: &str, (x, y): (f64, f64)) {
    let (ink, ground) = (hex(cell.fg, "#d6d9df"), hex(cell.bg, "#16181d"));
    let is_reversed = cell.modifier.contains(Modifier::REVERSED);
    let (left, top) = (MARGIN + x * CELL.0, MARGIN + y * CELL.1);
    let cells = text.chars().count();
    if is_reversed {
        let width = f64::from(u32::try_from(cells).unwrap()) * CELL.0;
        writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{ink}\"/>",
            CELL.1
        )
        .unwrap();
    }
    if text.trim().is_empty() {
        return;
    }
    let fill = if is_reversed { ground } else { ink };
    let weight = if cell.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let width = f64::from(u32::try_from(cells).unwrap()) * CELL.0;
    writeln!(
        out,
        "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{fill}\"{weight}>{}</text>",
        top + 13.5,
        escape(text)
    )
    .unwrap();
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn hex(color: Color, reset: &'static str) -> &'static str {
    match color {
        Color::Red => "#e0655f",
        Color::Green => "#7fc069",
        Color::Yellow => "#e3b341",
        Color::Blue => "#6ca0f0",
        Color::Magenta => "#c58af0",
        Color::Cyan | Color::LightCyan => "#56c2d6",
        Color::DarkGray => "#7d8590",
        _ => reset,
    }
}

//! The shape of an object: columns and types, rows, and what changed since what came before it.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::foot;
use crate::domain::preview::shape::{Difference, Field, differences};
use crate::domain::preview::{Earlier, Look, Preview};
use crate::domain::text::visible;
use crate::domain::words;
use crate::pane::Cx;
use crate::widgets::cells;

/// The widest name before its type.
const NAME: usize = 48;

/// All lines of it.
pub fn lines(cx: Cx<'_>, look: &Look, known: Option<&Preview>) -> Vec<Line<'static>> {
    let mut lines = comparison(cx, look, known);
    lines.push(Line::default());
    let rows = foot::rows(look).unwrap_or_else(|| "no rows".to_owned());
    lines.push(Line::styled(format!(" {rows}, {}", words::size(look.size)), cx.theme.strong()));
    let width = look.shape.columns.iter().map(|field| cells::width(&field.name.visible())).max().unwrap_or(0);
    let field = |field: &Field| {
        Line::from_iter([
            Span::raw(format!("   {}  ", cells::left(&field.name.visible(), width.min(NAME)))),
            Span::styled(visible(&field.kind).into_owned(), cx.theme.name()),
        ])
    };
    lines.extend(look.shape.columns.iter().map(field));
    lines
}

fn comparison(cx: Cx<'_>, look: &Look, known: Option<&Preview>) -> Vec<Line<'static>> {
    let say =
        |words: String, style: Style| vec![Line::from_iter([Span::raw(" "), Span::styled(words, style)])];
    match known.and_then(|known| known.earlier.as_ref()) {
        None => say("looking for what came before".to_owned(), cx.theme.faint()),
        Some(Earlier::Nothing) => say(
            "nothing came before it: no previous version, no older one of its kind in its folder".to_owned(),
            cx.theme.faint(),
        ),
        Some(Earlier::Fault(fault)) => {
            say(format!("what came before cannot be read: {}", fault.words()), cx.theme.warning())
        }
        Some(Earlier::Object(target, earlier)) => {
            let age = words::ago(cx.now - target.modified);
            let version =
                target.object.version.as_ref().map(|version| format!(" version {}", version.visible()));
            let name = format!("{}{}, written {age}", visible(target.name()), version.unwrap_or_default());
            changes(cx, &name, earlier, look)
        }
    }
}

fn changes(cx: Cx<'_>, name: &str, earlier: &Look, now: &Look) -> Vec<Line<'static>> {
    let found = differences(&earlier.shape, &now.shape);
    let (sentence, style) = match found.len() {
        0 => ("the schema is the same as in", cx.theme.good()),
        _ => ("the schema changed since", cx.theme.warning()),
    };
    let head = Line::from_iter([Span::raw(" "), Span::styled(format!("{sentence} {name}"), style)]);
    let sizes =
        format!("   it was {}, {}", foot::rows(earlier).unwrap_or_default(), words::size(earlier.size));
    let sizes = Line::styled(sizes, cx.theme.faint());
    std::iter::once(head).chain(found.iter().map(|one| change(cx, one))).chain([sizes]).collect()
}

fn change(cx: Cx<'_>, difference: &Difference) -> Line<'static> {
    let (words, style) = match difference {
        Difference::Added(field) => {
            (format!("+ {} {}", field.name.visible(), visible(&field.kind)), cx.theme.good())
        }
        Difference::Gone(field) => {
            (format!("- {} {}", field.name.visible(), visible(&field.kind)), cx.theme.bad())
        }
        Difference::Retyped { name, was, is } => {
            (format!("! {} was {}, is {}", name.visible(), visible(was), visible(is)), cx.theme.warning())
        }
    };
    Line::from_iter([Span::raw("   "), Span::styled(words, style)])
}

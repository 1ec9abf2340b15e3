//! The functions of the account.
//!
//! ```text
//!   getPublicAPIs        python3.11      128 MB     3s  02-07 03:00:00
//! ```

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::Span;

use super::bare;
use crate::domain::command::Command;
use crate::domain::function::Listed;
use crate::domain::lambda::Other;
use crate::domain::text::Foreign;
use crate::domain::words;
use crate::effect::Clip;
use crate::filter::{Kind, Value};
use crate::pane::{Cx, Title};
use crate::sheet::{Column, Row, Sheet, Width};
use crate::widgets::rows;

/// The narrowest column of names.
const NAME: usize = 16;

impl Row for Listed {
    type Key = Foreign;
    type Facts = ();

    const LIST: &'static str = "functions";
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("name", Kind::Text, Width::Rest(NAME), |_, (), one: &Self| {
            Value::text(one.name.visible())
        })
        .drawn(|cell, one| {
            let style = if is_own(cell.cx, one) { cell.cx.theme.strong() } else { Style::new() };
            Span::styled(one.name.visible().into_owned(), style)
        }),
        Column::new("runtime", Kind::Text, Width::Fixed("provided.al2023".len()), |_, (), one: &Self| {
            Value::some(one.function.runtime.as_ref(), |runtime| Value::text(runtime.visible()))
        })
        .rank(3),
        Column::new("memory", Kind::Bytes, Width::Fixed("10240 MB".len()), |_, (), one: &Self| {
            Value::Bytes(u64::from(one.function.memory) << 20)
        })
        .rank(1)
        .drawn(|_, one| Span::raw(format!("{} MB", one.function.memory))),
        Column::new("timeout", Kind::Span, Width::Fixed("timeout".len()), |_, (), one: &Self| {
            Value::Span(one.function.timeout)
        })
        .rank(2),
        Column::new("modified", Kind::Time, Width::Moment, |_, (), one: &Self| {
            Value::some(one.function.modified, Value::Time)
        })
        .rank(1),
    ];

    fn key(&self) -> Foreign {
        self.name.clone()
    }

    fn id(&self) -> &str {
        self.arn.exact()
    }

    fn sign(&self, cx: Cx<'_>) -> Span<'static> {
        Span::raw(if is_own(cx, self) { "•" } else { " " })
    }
}

/// Whether it is the pipeline's.
fn is_own(cx: Cx<'_>, listed: &Listed) -> bool {
    cx.pipeline.ingest.as_ref().is_some_and(|own| bare(&own.function) == listed.name.exact())
}

/// All that have been read.
pub fn all(cx: Cx<'_>) -> &[Listed] {
    cx.world.lambda.functions.get().map_or(&[], |(all, _)| all)
}

/// A function as one whose past can be asked for.
pub fn other(listed: &Listed) -> Other {
    Other { function: listed.name.exact().to_owned(), group: listed.function.log_group.exact().into() }
}

/// How many there are, and when that was.
pub fn title(cx: Cx<'_>, sheet: &Sheet<Listed>) -> Title<'static> {
    let functions = &cx.world.lambda.functions;
    let is_whole = functions.get().is_none_or(|(_, is_whole)| *is_whole);
    let mut right = rows::reading(cx, functions, sheet.count(if is_whole { "" } else { "at least " }));
    if let Some(read) = functions.read().filter(|_| functions.fault().is_none()) {
        right.push_span(format!("  read {}", words::ago(cx.now - read)));
    }
    Title { left: "all functions".into(), right }
}

/// Paints the rows in sight.
pub fn draw(cx: Cx<'_>, frame: &mut Frame<'_>, sheet: &Sheet<Listed>) {
    let functions = &cx.world.lambda.functions;
    if sheet.is_empty() {
        let is_all = sheet.filtered_by().is_empty();
        let none =
            if is_all { "the account has no functions here" } else { "no function matches the filter" };
        return rows::absence(cx, frame, functions, none);
    }
    sheet.draw(cx, frame, all(cx), &());
    rows::fault_line(cx, frame, functions.fault());
}

/// Their ARNs, one to a line.
pub fn identity(functions: Vec<&Listed>) -> Option<Clip> {
    let arns = functions.into_iter().map(|listed| listed.arn.exact());
    Clip::lines("the function's ARN", "{} ARNs", arns)
}

/// Reads how a function is set up.
pub fn command(listed: &Listed) -> Command {
    Command::aws("lambda get-function-configuration").option("--function-name", listed.name.exact())
}

//! The versions of a table, and what two of them differ in.

use ratatui::text::{Line, Span};

use super::line::{self, fitting};
use super::node::{Id, Node};
use crate::domain::table::difference::{self, Difference, between};
use crate::domain::table::{Name, Table};
use crate::domain::text::Foreign;
use crate::domain::words;
use crate::filter::Filter;
use crate::pane::{Cx, Details};

/// The versions of a table, newest first.
fn all<'a>(cx: Cx<'a>, name: &Name) -> Vec<&'a Table> {
    let known = cx.world.glue.versions.of(name).map(|known| known.items.as_slice()).unwrap_or_default();
    let mut all: Vec<&Table> = known.iter().collect();
    all.sort_by_key(|version| std::cmp::Reverse((number(version), version.updated)));
    all
}

fn number(version: &Table) -> Option<u64> {
    version.version.as_ref()?.exact().parse().ok()
}

fn id(version: &Table) -> Foreign {
    version.version.clone().unwrap_or_default()
}

/// The rows of the versions.
pub fn nodes(cx: Cx<'_>, name: &Name, filter: &Filter) -> Vec<Node> {
    let rows = all(cx, name).into_iter().filter(|version| filter.passes(&[id(version).exact()]));
    rows.map(|version| Node::leaf(Id::Version(id(version)))).collect()
}

/// A version, and the one before it, as far as that is kept.
pub fn find<'a>(cx: Cx<'a>, name: &Name, wanted: &Foreign) -> Option<(&'a Table, Option<&'a Table>)> {
    let all = all(cx, name);
    let at = all.iter().position(|version| id(version) == *wanted)?;
    Some((all.get(at)?, all.get(at + 1).copied()))
}

/// The older and the newer of two versions; of one alone, it and the one before.
pub fn pair(cx: Cx<'_>, name: &Name, one: &Foreign, other: Option<&Foreign>) -> Option<(Foreign, Foreign)> {
    let (version, before) = find(cx, name, one)?;
    let other = match other.filter(|other| *other != one) {
        Some(other) => find(cx, name, other)?.0,
        None => before?,
    };
    let is_older = number(version) < number(other);
    Some(if is_older { (id(version), id(other)) } else { (id(other), id(version)) })
}

/// The row of a version: what it changed.
pub fn row(cx: Cx<'_>, name: &Name, wanted: &Foreign, marked: Option<&Foreign>) -> Line<'static> {
    let Some((version, before)) = find(cx, name, wanted) else { return Line::default() };
    let mark = if marked == Some(wanted) { "◆" } else { " " };
    let at = version.updated.or(version.created).map(|at| cx.date(at)).unwrap_or_default();
    let ago = version.updated.map(|at| format!("   {}", words::ago(cx.now - at))).unwrap_or_default();
    let head = format!("version {:<4} {at}", wanted.visible());
    let changed = match before.map(|before| between(before, version)) {
        None => "the first that is kept".to_owned(),
        Some(all) if all.is_empty() => "changed nothing".to_owned(),
        Some(all) => difference::summary(&all),
    };
    let room = usize::from(cx.area.width).saturating_sub(head.chars().count() + 6);
    let said = fitting(vec![format!("{changed}{ago}"), changed], room);
    Line::from_iter([
        Span::raw(format!("{mark} ")),
        Span::styled(head, cx.theme.strong()),
        Span::raw(format!("   {said}")),
    ])
}

/// The rows of what two versions differ in.
pub fn changes(cx: Cx<'_>, name: &Name, (old, new): (&Foreign, &Foreign), filter: &Filter) -> Vec<Node> {
    let (Some((old, _)), Some((new, _))) = (find(cx, name, old), find(cx, name, new)) else { return vec![] };
    let passes = |difference: &Difference| filter.passes(&[difference.what.word(), difference.name.exact()]);
    let node = |difference: Difference| Node {
        change: Some(difference.clone()),
        ..Node::leaf(Id::Change(difference.what, difference.name))
    };
    between(old, new).into_iter().filter(passes).map(node).collect()
}

/// The row of a difference.
pub fn change(cx: Cx<'_>, difference: &Difference) -> Line<'static> {
    let style = match difference.sign() {
        "+" => cx.theme.good(),
        "−" => cx.theme.bad(),
        _ => cx.theme.warning(),
    };
    let name = difference.name.visible();
    let gap = if name.is_empty() { "" } else { " " };
    let head = format!("{} {}{gap}{name}", difference.sign(), difference.what.word());
    let sides =
        [&difference.from, &difference.to].map(|side| side.as_ref().map(|side| side.visible().into_owned()));
    let said = sides.into_iter().flatten().collect::<Vec<_>>().join(" → ");
    let room = usize::from(cx.area.width).saturating_sub(head.chars().count() + 4);
    Line::from_iter([Span::styled(head, style), Span::raw(format!("   {}", fitting(vec![said], room)))])
}

/// Everything there is to say of a version.
pub fn details(cx: Cx<'_>, name: &Name, wanted: &Foreign) -> Option<Details> {
    let (version, before) = find(cx, name, wanted)?;
    let changed = before.map(|before| between(before, version));
    let lines = changed.map(|all| all.iter().map(said).collect::<Vec<_>>().join("\n"));
    Some(
        Details::new(format!("version {} of {}", wanted.visible(), name.table.visible()))
            .with_some("made", version.updated.map(|at| line::moment(cx, at)))
            .with("columns", words::count(version.columns.len()))
            .with_some("location", version.location.as_ref().map(Foreign::visible))
            .with("changed", lines.unwrap_or_else(|| "nothing older is kept".to_owned())),
    )
}

/// Everything there is to say of a difference.
pub fn of_change(difference: &Difference) -> Details {
    let shown = |side: &Option<Foreign>| side.as_ref().map(|side| side.visible().into_owned());
    Details::new(format!("{} {}", difference.what.word(), difference.name.visible()))
        .with_some("was", shown(&difference.from))
        .with_some("is", shown(&difference.to))
}

fn said(difference: &Difference) -> String {
    let sides =
        [&difference.from, &difference.to].map(|side| side.as_ref().map(|side| side.visible().into_owned()));
    let sides: Vec<String> = sides.into_iter().flatten().collect();
    let (sign, word) = (difference.sign(), difference.what.word());
    format!("{sign} {word} {}: {}", difference.name.visible(), sides.join(" → "))
}

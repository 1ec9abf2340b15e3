//! All buckets of the account, where they may be listed.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::{Effect, Effects, Level, Objects, Sections};
use crate::domain::object::bucket::{Bucket, Buckets};
use crate::domain::words;
use crate::filter::{Kind, Value};
use crate::pane::{Cx, Title};
use crate::sheet::{Column, Row, Sheet, Width};
use crate::widgets::rows;

impl Row for Bucket {
    type Key = String;
    type Facts = ();

    const LIST: &'static str = "buckets";

    const COLUMNS: &'static [Column<Self, ()>] = &[
        Column::new("name", Kind::Text, Width::Rest(20), |_, (), one: &Self| {
            Value::text(one.name.visible().into_owned())
        })
        .drawn(|cell, one| {
            let name = one.name.visible();
            let style =
                if is_ours(cell.cx, one) { cell.cx.theme.strong() } else { ratatui::style::Style::default() };
            Span::styled(crate::widgets::cells::cut_middle(&name, cell.width), style)
        }),
        Column::new("region", Kind::Text, Width::Fixed("ap-southeast-1".len()), |_, (), one: &Self| {
            Value::text(one.region.as_ref().map(|region| region.visible().into_owned()).unwrap_or_default())
        })
        .rank(1),
        Column::new("created", Kind::Time, Width::Fixed("2026-01-31".len()), |_, (), one: &Self| {
            Value::some(one.created, Value::Time)
        })
        .rank(2)
        .drawn(|cell, one| {
            // The day is enough, and its year is not known.
            let day = one.created.map(|created| cell.cx.date(created).chars().take(10).collect::<String>());
            Span::raw(day.unwrap_or_default())
        }),
    ];

    fn key(&self) -> String {
        self.name.exact().to_owned()
    }

    fn id(&self) -> &str {
        self.name.exact()
    }

    fn sign(&self, cx: Cx<'_>) -> Span<'static> {
        if is_ours(cx, self) { Span::styled("◇", cx.theme.key()) } else { Span::raw(" ") }
    }
}

/// Whether the pipeline names the bucket.
fn is_ours(cx: Cx<'_>, bucket: &Bucket) -> bool {
    cx.pipeline.buckets().contains(&bucket.name.exact())
}

/// What is known of the account's buckets.
fn known(cx: Cx<'_>) -> &Buckets {
    cx.world.listings.buckets()
}

/// The area of the rows: without the last line where that says what went wrong.
fn body(cx: Cx<'_>) -> Cx<'_> {
    let mut area = cx.area;
    area.height = area.height.saturating_sub(u16::from(known(cx).fault.is_some()));
    cx.within(area)
}

impl Objects {
    /// All buckets of the account, or the pipeline's again.
    pub(super) fn all_or_ours(&mut self, cx: Cx<'_>) -> Effects {
        let mut effects: Effects = self.streaming(cx).map(Effect::Unlist).into_iter().collect();
        let was_front = self.account().is_some();
        self.account = (!was_front).then(Sheet::default);
        (self.above, self.here, self.sections) = (vec![], Level::default(), Sections::default());
        effects.extend((!was_front).then_some(Effect::Buckets));
        effects
    }

    /// The buckets of the account, while they are in front.
    pub(super) fn account(&self) -> Option<&Sheet<Bucket>> {
        self.account.as_ref().filter(|_| self.here.scope.is_none())
    }

    /// See [`Objects::account`].
    pub(super) fn account_mut(&mut self) -> Option<&mut Sheet<Bucket>> {
        self.account.as_mut().filter(|_| self.here.scope.is_none())
    }

    /// The selected bucket of the account.
    pub(super) fn selected_bucket<'a>(&self, cx: Cx<'a>) -> Option<&'a Bucket> {
        self.account()?.selected(&known(cx).all)
    }
}

/// The rows, for what moves among them.
pub(super) fn all(cx: Cx<'_>) -> &[Bucket] {
    &known(cx).all
}

pub(super) fn go(sheet: &mut Sheet<Bucket>, motion: crate::list::Motion, cx: Cx<'_>) {
    sheet.go(motion, body(cx), all(cx));
}

pub(super) fn settle(sheet: &mut Sheet<Bucket>, cx: Cx<'_>) {
    sheet.settle(body(cx), all(cx), &());
}

pub(super) fn sort(sheet: &mut Sheet<Bucket>, cx: Cx<'_>) {
    sheet.sort_next(body(cx), all(cx), &());
}

pub(super) fn turn(sheet: &mut Sheet<Bucket>, cx: Cx<'_>) {
    sheet.turn(body(cx), all(cx), &());
}

pub(super) fn title(sheet: &Sheet<Bucket>, cx: Cx<'_>) -> Title<'static> {
    let known = known(cx);
    let right = match (&known.fault, known.read) {
        (None, None) => Line::styled("reading", cx.theme.faint()),
        (Some(_), None) => Line::styled("unreadable", cx.theme.warning()),
        (None, Some(_)) => sheet.count(if known.is_more { "at least " } else { "" }).into(),
        (Some(_), Some(read)) => {
            let age = words::age(cx.now - read);
            Line::styled(format!("{}  {age} old", sheet.count("")), cx.theme.warning())
        }
    };
    Title { left: "all of the account".into(), right }
}

pub(super) fn draw(sheet: &Sheet<Bucket>, cx: Cx<'_>, frame: &mut Frame<'_>) {
    let known = known(cx);
    if !sheet.is_empty() {
        sheet.draw(body(cx), frame, all(cx), &());
        return rows::fault_line(cx, frame, known.fault.as_ref());
    }
    match (&known.fault, known.read) {
        (Some(fault), _) => {
            let words =
                format!("{}; O goes to a bucket by its name, a back to the pipeline's", fault.words());
            rows::message(cx, frame, &words, cx.theme.warning());
        }
        (None, None) => rows::nothing(cx, frame, "reading"),
        (None, Some(_)) if all(cx).is_empty() => rows::nothing(cx, frame, "the account has no bucket"),
        (None, Some(_)) => rows::nothing(cx, frame, "no bucket matches the filter"),
    }
}

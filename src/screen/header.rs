//! The first line: which pipeline, which account, as whom; and what is special about this session.

use std::time::Duration;

use ratatui::Frame;
use ratatui::text::{Line, Span};

use crate::app::{Badge, Rights};
use crate::domain::text::visible;
use crate::domain::words;
use crate::pane::Cx;
use crate::widgets::cells;

/// What the header shows beside the facts.
pub struct Header<'a> {
    /// What is special about this session.
    pub badges: &'a [Badge],
    /// Whether anything may be changed.
    pub rights: Rights,
    /// Until when a console that has to be armed may act.
    pub armed_until: Option<crate::clock::Time>,
    /// When the facts on the screen last changed.
    pub news: Option<crate::clock::Time>,
    /// Whether there are other pipelines to switch to.
    pub has_others: bool,
}

/// Draws the header into `cx.area`. Where there is no room for both sides the time goes, then the left is cut.
pub fn draw(cx: Cx<'_>, header: &Header<'_>, frame: &mut Frame<'_>) {
    let place = place(cx, header.has_others);
    let width = usize::from(cx.area.width);
    let fits = |right: &Line<'_>| cells::width(&place) + right.width() + 8 <= width;
    let right = [true, false].map(|has_news| right(cx, header, has_news));
    let [full, short] = right;
    let right = if fits(&full) { full } else { short };
    let room = width.saturating_sub(right.width() + 8);
    let left = Line::from_iter([
        Span::styled(" farol", cx.theme.strong()),
        Span::raw("  "),
        Span::raw(cells::cut(&place, room)),
    ]);
    frame.render_widget(left, cx.area);
    frame.render_widget(right.right_aligned(), cx.area);
}

fn place(cx: Cx<'_>, has_others: bool) -> String {
    let others = if has_others { " (p)" } else { "" };
    let mut parts = vec![format!("{}{others}", visible(&cx.pipeline.name))];
    let identity = &cx.world.identity;
    parts.extend(identity.fault().map(|fault| format!("! {}", fault.words())));
    if let Some(identity) = identity.get() {
        let profile = cx.pipeline.profile.as_deref().map(visible);
        let profile = profile.map(|profile| format!("{profile} ")).unwrap_or_default();
        parts.push(format!("{profile}{}", identity.account.visible()));
        parts.push(identity.region.visible().into_owned());
        parts.push(identity.who().into_owned());
    } else if identity.is_pending() {
        parts.push("asking who we are".into());
    }
    parts.join(" · ")
}

/// What is left counts as a whole second until it is over.
const ALMOST: Duration = Duration::from_millis(999);

/// What may be done, where that is not everything.
fn rights(cx: Cx<'_>, header: &Header<'_>) -> Option<String> {
    match (header.rights, header.armed_until) {
        (Rights::Operate, _) => None,
        (Rights::Rehearse, _) => Some("DRY RUN".to_owned()),
        (Rights::Armable(_), Some(until)) => {
            let left = (until - cx.now).to_std().unwrap_or_default().div_f64(cx.speed);
            let left = chrono::TimeDelta::from_std(left + ALMOST).unwrap_or_default();
            Some(format!("ARMED {}", words::age(left)))
        }
        (Rights::Look | Rights::Armable(_), _) => Some("READ-ONLY".to_owned()),
    }
}

fn right(cx: Cx<'_>, header: &Header<'_>, has_news: bool) -> Line<'static> {
    let mut line = Line::default();
    let badges = header.badges.iter().map(Badge::words);
    let rights = rights(cx, header);
    let production = cx.pipeline.production.then(|| "PRODUCTION".to_owned());
    for words in badges.chain(rights).chain(production) {
        line.push_span(Span::styled(format!(" {words} "), cx.theme.badge()));
        line.push_span(" ");
    }
    if let Some(news) = header.news.filter(|_| has_news) {
        line.push_span(Span::styled("  changed", cx.theme.faint()));
        line.push_span(Span::raw(format!(" {} ", cx.clock(news))));
    }
    line
}

//! The first line: which pipeline, which account, as whom; and what is special about this session.

use ratatui::Frame;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::Badge;
use crate::domain::text::visible;
use crate::pane::Cx;
use crate::widgets::cells;

/// What the header shows beside the facts.
pub struct Header<'a> {
    /// What is special about this session.
    pub badges: &'a [Badge],
    /// When the facts on the screen last changed.
    pub news: Option<crate::clock::Time>,
    /// Whether there are other pipelines to switch to.
    pub has_others: bool,
}

/// Draws the header into `cx.area`. What does not fit on the left is cut; the right stays.
pub fn draw(cx: Cx<'_>, header: &Header<'_>, frame: &mut Frame<'_>) {
    let right = right(cx, header);
    let room = usize::from(cx.area.width).saturating_sub(right.width() + 8);
    let left = Line::from_iter([
        Span::styled(" farol", cx.theme.strong()),
        Span::raw("  "),
        Span::raw(cells::cut(&place(cx, header.has_others), room)),
    ]);
    frame.render_widget(left, cx.area);
    frame.render_widget(right.right_aligned(), cx.area);
}

fn place(cx: Cx<'_>, has_others: bool) -> String {
    let others = if has_others { " (p)" } else { "" };
    let mut parts = vec![format!("{}{others}", visible(&cx.pipeline.name))];
    match (cx.world.identity.get(), cx.world.identity.fault()) {
        (Some(identity), _) => {
            let profile = cx.pipeline.profile.as_deref().map(visible);
            let profile = profile.map(|profile| format!("{profile} ")).unwrap_or_default();
            parts.push(format!("{profile}{}", identity.account.visible()));
            parts.push(identity.region.visible().into_owned());
            parts.push(identity.who().into_owned());
        }
        (None, Some(fault)) => parts.push(fault.words()),
        (None, None) => parts.push("asking who we are".into()),
    }
    parts.join(" · ")
}

fn right(cx: Cx<'_>, header: &Header<'_>) -> Line<'static> {
    let mut line = Line::default();
    for badge in header.badges {
        line.push_span(Span::styled(format!(" {} ", badge.words()), cx.theme.badge()));
        line.push_span(" ");
    }
    if cx.pipeline.production {
        line.push_span(Span::styled(" PRODUCTION ", cx.theme.badge()));
        line.push_span(" ");
    }
    let news = header.news.map(|news| format!(" {} ", cx.clock(news))).unwrap_or_default();
    let label = if usize::from(cx.area.width) >= 60 + line.width() { "  news" } else { "" };
    if news.width() > 0 {
        line.push_span(Span::styled(label, cx.theme.faint()));
        line.push_span(Span::raw(news));
    }
    line
}

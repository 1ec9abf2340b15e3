//! The whole screen, from the state alone.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::{App, Notice, cx_of, whole};
use crate::overlay::Under;
use crate::pane::{AnyPane, Cx, Tone};
use crate::screen::arrange::{self, Fit};
use crate::screen::{footer, header, strip};
use crate::widgets::{cells, panel};

/// The most rows that a notice may take.
const MOST_ROWS: u16 = 4;

impl App {
    /// Paints the whole screen.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let Some(cx) = cx_of(&self.tracks, self.current, &self.settings, self.now, whole(self.size)) else {
            return;
        };
        if Fit::of(self.size) == Fit::TooSmall {
            return self.draw_plea(cx, frame);
        }
        self.draw_bands(cx, frame);
        self.draw_panes(cx, frame);
        self.draw_notice(cx, frame);
        if let Some((overlay, under)) = self.overlays.last().zip(self.under()) {
            overlay.draw(cx, under, frame);
        }
    }

    fn draw_plea(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let (least, size) = (arrange::SMALLEST, self.size);
        let plea = format!(
            "{}x{} is too small; farol needs {}x{}. q quits",
            size.width, size.height, least.width, least.height
        );
        crate::widgets::rows::message(cx, frame, &plea, cx.theme.warning());
    }

    fn draw_bands(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let bands = arrange::bands(self.size, self.zoom);
        let header = header::Header {
            badges: &self.settings.badges,
            rights: self.settings.rights,
            armed_until: self.armed_until,
            news: self.news,
            has_others: self.tracks.len() > 1,
        };
        header::draw(cx.within(bands.header), &header, frame);
        strip::draw(cx.within(bands.strip), &self.steps, frame);
        if bands.words.height > 0 {
            strip::draw_words(cx.within(bands.words), &self.steps, frame);
        }
        if bands.words.height == 0 && strip::is_alarming(&self.steps) {
            // What is wrong matters more than the names of the other panes.
            strip::draw_words(cx.within(bands.tabs), &self.steps, frame);
        } else if bands.tabs.height > 0 {
            let names: Vec<&str> = self.panes.iter().map(|pane| pane.heading()).collect();
            footer::draw_tabs(cx.within(bands.tabs), &names, self.front, frame);
        }
        self.draw_footer(cx.within(bands.footer), frame);
    }

    fn draw_footer(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        footer::draw(cx, &self.hints(), frame);
    }

    /// Draws the notice over what is least missed: a passing one over the sentence about the steps, or the keys; one that lasts
    /// over as many of the lowest rows as it needs.
    fn draw_notice(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let underway = || self.underway.words().map(|words| Notice::passing(words, self.now));
        let Some(notice) = self.notice.clone().or_else(underway) else { return };
        let bands = arrange::bands(self.size, self.zoom);
        let lines = cells::wrap(&notice.text, usize::from(self.size.width).saturating_sub(2));
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(MOST_ROWS);
        let (area, style) = match notice.tone {
            Tone::Plain if bands.words.height > 0 => (bands.words, cx.theme.strong()),
            Tone::Plain => (bands.footer, cx.theme.strong()),
            Tone::Bad => (
                Rect { y: bands.footer.bottom().saturating_sub(height), height, ..bands.footer },
                cx.theme.bad(),
            ),
        };
        frame.render_widget(Clear, area);
        for (row, line) in area.rows().zip(lines) {
            frame.render_widget(Line::from_iter([Span::raw(" "), Span::styled(line, style)]), row);
        }
    }

    fn draw_panes(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let places = arrange::panes(self.size, self.panes.len(), self.front, self.zoom);
        for (n, (pane, place)) in self.panes.iter().zip(places).enumerate() {
            if let Some(place) = place {
                let cx = Cx { focused: n == self.front, ..cx.within(panel::inside(place)) };
                draw_frame(cx, n, pane.as_ref(), place, frame);
                pane.draw(cx, frame);
            }
        }
    }

    fn under(&self) -> Option<Under<'_>> {
        let pane = self.panes.get(self.front)?.as_ref();
        let pane_area = self.places().get(self.front).copied().flatten()?;
        Some(Under { pane, pane_area, body: arrange::bands(self.size, self.zoom).body })
    }
}

fn draw_frame(cx: Cx<'_>, n: usize, pane: &dyn AnyPane, place: Rect, frame: &mut Frame<'_>) {
    let mut title = pane.title(cx);
    let filter = pane.filtered_by();
    if !filter.is_empty() {
        title
            .left
            .push_span(Span::styled(format!(" /{}", crate::domain::text::visible(filter)), cx.theme.found()));
    }
    let name_style = if cx.focused { cx.theme.strong() } else { cx.theme.border(false) };
    let name = Span::styled(format!("{} {}", n + 1, pane.heading()), name_style);
    let panel =
        panel::Panel { name, left: title.left, right: title.right, border: cx.theme.border(cx.focused) };
    panel::draw(panel, place, frame);
}

//! The alarms of CloudWatch on what the pipeline is made of, or all that there are.

mod details;
mod related;
mod row;

use ratatui::Frame;
use ratatui::text::Line;

use crate::domain::alarm::{Alarm, Ask};
use crate::domain::words;
use crate::effect::{Clip, Effect, Effects, Related, Target};
use crate::keys::Key;
use crate::list::Motion;
use crate::pane::{Cx, Details, Memory, Pane, PaneKey, Remark, Title};
use crate::sheet::Sheet;
use crate::widgets::rows;

/// Looks at one alarm at a time, by its name.
#[derive(Default)]
pub struct Alarms {
    sheet: Sheet<Alarm>,
    whose: Whose,
    /// Those that are listed, whatever the filter hides.
    listed: Vec<Alarm>,
    revision: Option<u64>,
    /// The alarm whose history somebody wants to see and nobody has asked for.
    wanted: Option<String>,
}

/// Which alarms are listed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// Those on what the pipeline is made of.
    #[default]
    Pipeline,
    /// All.
    Account,
}

impl Pane for Alarms {
    const NAME: &'static str = "alarms";
    const TITLE: &'static str = "Alarms";
    const KEYS: &'static [PaneKey<Self>] = &[
        Key::new("a", "all", "all", "all alarms of the account, or the pipeline's again", Self::turn_whose),
        Key::new("s", "sort", "", "sort by the next column", |pane, cx| {
            pane.sheet.sort_next(cx, &pane.listed, &());
            vec![]
        }),
        Key::new("S", "turn", "", "turn the order around", |pane, cx| {
            pane.sheet.turn(cx, &pane.listed, &());
            vec![]
        }),
        Key::new("m", "mark", "", "mark the alarm, or no longer", |pane, _| {
            pane.sheet.mark(&pane.listed);
            vec![]
        }),
        Key::new("Y", "copy-command", "", "copy the aws command that reads it", |pane, cx| {
            let chosen = pane.sheet.chosen(&pane.listed).into_iter();
            cx.copied(chosen.map(details::command).collect())
        }),
        Key::new("M", "unmark", "", "mark no alarm any more", |pane, _| {
            pane.sheet.unmark();
            vec![]
        }),
    ];

    fn title(&self, cx: Cx<'_>) -> Title<'static> {
        let all = &cx.world.alarms.all;
        let is_whole = all.get().is_none_or(|(_, is_whole)| *is_whole);
        let mut right = rows::reading(cx, all, self.sheet.count(if is_whole { "" } else { "at least " }));
        if let Some(read) = all.read().filter(|_| all.fault().is_none()) {
            right.push_span(format!("  read {}", words::ago(cx.now - read)));
        }
        let left = match self.whose {
            Whose::Pipeline => "of the pipeline",
            Whose::Account => "all of the account",
        };
        Title { left: Line::from(left), right }
    }

    fn draw(&self, cx: Cx<'_>, frame: &mut Frame<'_>) {
        let all = &cx.world.alarms.all;
        if self.sheet.is_empty() {
            return rows::absence(cx, frame, all, self.none());
        }
        self.sheet.draw(cx, frame, &self.listed, &());
        rows::fault_line(cx, frame, all.fault());
    }

    fn go(&mut self, motion: Motion, cx: Cx<'_>) {
        self.sheet.go(motion, cx, &self.listed);
    }

    fn settle(&mut self, cx: Cx<'_>) -> Effects {
        if self.revision != Some(cx.world.revision()) {
            let is_listed =
                |alarm: &&Alarm| self.whose == Whose::Account || alarm.step(cx.pipeline).is_some();
            self.listed = cx.world.alarms.alarms().iter().filter(is_listed).cloned().collect();
            self.revision = Some(cx.world.revision());
        }
        self.sheet.settle(cx, &self.listed, &());
        self.wanted.take().map(|name| Effect::Monitoring(Ask::Past(name))).into_iter().collect()
    }

    fn remember(&self, _: Cx<'_>) -> Option<Memory> {
        Some(Memory::of((self.whose, self.sheet.spot(&self.listed))))
    }

    fn recall(&mut self, memory: Memory, _: Cx<'_>) {
        let Some((whose, spot)) = memory.place() else { return };
        (self.whose, self.revision) = (whose, None);
        self.sheet.go_to(spot);
    }

    fn find(&mut self, target: &Target, _: Cx<'_>) -> Option<Effects> {
        let Target::Alarm(name) = target else { return None };
        (self.whose, self.revision) = (Whose::Account, None);
        self.sheet.find(name.clone());
        Some(vec![])
    }

    fn related(&self, cx: Cx<'_>) -> Vec<Related> {
        let alarm = self.sheet.selected(&self.listed);
        alarm.and_then(|alarm| related::of(cx, alarm)).into_iter().collect()
    }

    fn identity(&self, _: Cx<'_>) -> Option<Clip> {
        let arns = self.sheet.chosen(&self.listed).into_iter().map(|alarm| alarm.arn.exact());
        Clip::lines("the alarm's ARN", "{} ARNs", arns)
    }

    fn hold(&mut self, _: Cx<'_>) {
        self.sheet.hold(&self.listed);
        self.wanted = self.sheet.selected(&self.listed).map(|alarm| alarm.name.exact().to_owned());
    }

    fn details(&self, cx: Cx<'_>) -> Option<Details> {
        self.sheet.selected(&self.listed).map(|alarm| details::of(cx, alarm))
    }

    fn remark(&self, question: &str, _: Cx<'_>) -> Option<Remark> {
        (question == "filter").then(|| self.sheet.remark())
    }

    fn filter(&mut self, text: &str, _: Cx<'_>) {
        self.sheet.filter(text);
    }

    fn filtered_by(&self) -> &str {
        self.sheet.filtered_by()
    }
}

impl Alarms {
    fn turn_whose(&mut self, _: Cx<'_>) -> Effects {
        self.whose = match self.whose {
            Whose::Pipeline => Whose::Account,
            Whose::Account => Whose::Pipeline,
        };
        self.revision = None;
        self.sheet = Sheet::default();
        vec![]
    }

    fn none(&self) -> &'static str {
        match self.whose {
            _ if !self.sheet.filtered_by().is_empty() => "no alarm matches the filter",
            Whose::Pipeline => "no alarm is on what the pipeline is made of; a lists those of the account",
            Whose::Account => "the account has no alarms here",
        }
    }
}

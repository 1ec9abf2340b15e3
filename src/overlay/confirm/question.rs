//! What is asked, what AWS said of it, and when a yes counts.

use std::time::Duration;

use super::{DEAF, Intent, field, picture};
use crate::clock::Time;
use crate::domain::action::{Action, Confirmation, Mode};
use crate::domain::draft;
use crate::domain::identity::Identity;
use crate::domain::preflight::{FRESH, Finding, Preflight};
use crate::domain::words;
use crate::effect::{Draft, Effect};
use crate::keys::Row;
use crate::overlay::Answer;
use crate::pane::Cx;

/// How long an answer may take before a yes asks again.
const PATIENCE: Duration = Duration::from_secs(10);

/// An action that waits for its yes.
pub(super) struct Question {
    action: Action,
    intent: Intent,
    /// Whether a yes may carry anything out.
    may_act: bool,
    hears_from: Time,
    /// When AWS was asked last; `None`: not yet.
    asked: Option<Time>,
    /// What is on the screen.
    seen: Option<Preflight>,
    wait: Wait,
    pub(super) top: usize,
}

/// What the dialog waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// A yes.
    Yes,
    /// What AWS says now; the yes has been given for what is on the screen.
    Aws,
    /// Another yes: AWS said something new.
    NewYes,
    /// Another yes: AWS took so long that what it said is old.
    SlowYes,
}

impl Question {
    pub(super) fn new(action: Action, intent: Intent, hears_from: Time) -> Self {
        Self {
            action,
            intent,
            may_act: intent == Intent::Act,
            hears_from,
            asked: None,
            seen: None,
            wait: Wait::Yes,
            top: 0,
        }
    }

    pub(super) fn intent(&self) -> Intent {
        self.intent
    }

    pub(super) fn action(&self) -> &Action {
        &self.action
    }

    pub(super) fn seen(&self) -> Option<&Preflight> {
        self.seen.as_ref()
    }

    pub(super) fn wait(&self) -> Wait {
        self.wait
    }

    /// Who would act, as AWS said last.
    pub(super) fn identity<'a>(&'a self, cx: Cx<'a>) -> Option<&'a Identity> {
        let seen = self.seen.as_ref().and_then(|seen| seen.identity.as_ref());
        seen.or_else(|| cx.world.identity.get())
    }

    /// Whether it is too soon for any answer.
    pub(super) fn is_deaf(&self, cx: Cx<'_>) -> bool {
        cx.now < self.hears_from
    }

    /// Why a yes does nothing; `None`: it does.
    pub(super) fn obstacle(&self, cx: Cx<'_>) -> Option<&'static str> {
        if self.seen.as_ref().and_then(Preflight::stop).is_some() {
            return Some("not now");
        }
        (cx.pipeline.production && self.identity(cx).is_none()).then_some("the account is not known")
    }

    /// Takes a yes: it counts if it was meant, and if what it was given to is what AWS says now.
    pub(super) fn yes(&mut self, cx: Cx<'_>) -> Answer {
        if cx.touch == crate::keys::Touch::Held || self.is_deaf(cx) || self.obstacle(cx).is_some() {
            return Answer::Stay;
        }
        match self.wait {
            Wait::Aws if !self.is_overdue(cx) => Answer::Stay,
            _ if self.is_fresh(cx) => self.go(cx),
            _ => {
                self.wait = Wait::Aws;
                self.ask(cx)
            }
        }
    }

    fn go(&self, cx: Cx<'_>) -> Answer {
        let (action, shown) = (self.action.clone(), self.identity(cx).cloned());
        Answer::Do(vec![match self.intent {
            Intent::Act => Effect::Act(Confirmation::given(action, shown)),
            Intent::Rehearse => Effect::Rehearse(action),
        }])
    }

    fn ask(&mut self, cx: Cx<'_>) -> Answer {
        self.asked = Some(cx.now);
        Answer::Meanwhile(vec![Effect::Preflight(self.action.clone())])
    }

    fn is_overdue(&self, cx: Cx<'_>) -> bool {
        self.asked.is_none_or(|asked| cx.now - asked > cx.lasting(PATIENCE))
    }

    /// Whether what is on the screen is new enough to decide on.
    fn is_fresh(&self, cx: Cx<'_>) -> bool {
        self.seen.as_ref().is_some_and(|seen| cx.now - seen.taken <= cx.lasting(FRESH))
    }

    /// Asks AWS at first, and takes what it says.
    pub(super) fn settle(&mut self, cx: Cx<'_>) -> Answer {
        self.scroll(0, cx);
        let Some(asked) = self.asked else { return self.ask(cx) };
        let Some((action, preflight)) = &cx.world.preflight else { return Answer::Stay };
        let is_old = self.seen.as_ref().is_some_and(|seen| seen.begun >= preflight.begun);
        if *action != self.action || preflight.begun < asked || is_old {
            return Answer::Stay;
        }
        self.learn(preflight.clone(), cx)
    }

    fn learn(&mut self, preflight: Preflight, cx: Cx<'_>) -> Answer {
        let is_covered = self.covers(&preflight, cx);
        self.seen = Some(preflight);
        let was_waiting = self.wait == Wait::Aws;
        if was_waiting && is_covered && self.is_fresh(cx) && self.obstacle(cx).is_none() {
            return self.go(cx);
        }
        if was_waiting {
            self.wait = if is_covered { Wait::SlowYes } else { Wait::NewYes };
        }
        if !is_covered || was_waiting {
            // It has to be read before it can be answered.
            self.hears_from = self.hears_from.max(cx.now + cx.lasting(DEAF));
        }
        Answer::Stay
    }

    /// Whether everything that AWS says now was on the screen already.
    fn covers(&self, new: &Preflight, cx: Cx<'_>) -> bool {
        let known: &[Finding] = self.seen.as_ref().map_or(&[], |seen| &seen.findings);
        let is_same = match (self.identity(cx), &new.identity) {
            (Some(shown), Some(new)) => shown == new,
            (None, Some(_)) => false,
            (_, None) => true,
        };
        is_same && new.news(known).is_empty()
    }

    /// Whether a row does anything: what has no input has none to edit, and none of the past.
    pub(super) fn offers(&self, row: &Row) -> bool {
        match row.name {
            "edit" | "elsewhere" | "past" => draft::text(&self.action).is_some(),
            "manner" => self.may_act && matches!(self.action, Action::Invoke { .. }),
            _ => true,
        }
    }

    /// Turns to the next way to invoke: waited for, left to Lambda, only rehearsed. Whatever is asked is new then.
    pub(super) fn turn(&mut self, cx: Cx<'_>) -> Answer {
        let Action::Invoke { mode, .. } = &mut self.action else { return Answer::Stay };
        if !self.may_act {
            return Answer::Stay;
        }
        (self.intent, *mode) = match (self.intent, *mode) {
            (Intent::Act, Mode::Sync) => (Intent::Act, Mode::Async),
            (Intent::Act, Mode::Async) => (Intent::Rehearse, Mode::Sync),
            (Intent::Rehearse, _) => (Intent::Act, Mode::Sync),
        };
        (self.seen, self.wait) = (None, Wait::Yes);
        self.hears_from = self.hears_from.max(cx.now + cx.lasting(DEAF));
        self.ask(cx)
    }

    /// Goes to the editor, where there is anything to edit.
    pub(super) fn edit(&self) -> Answer {
        self.if_it_has_input(|_| Answer::Edit(self.action.clone(), None))
    }

    /// Lends the input to the user's own editor.
    pub(super) fn elsewhere(&self) -> Answer {
        let draft = |text| Draft { text, suffix: draft::suffix(&self.action) };
        self.if_it_has_input(|text| Answer::Meanwhile(vec![Effect::Edit(draft(text))]))
    }

    /// Goes to the inputs of the past.
    pub(super) fn past(&self) -> Answer {
        self.if_it_has_input(|_| Answer::Recall(self.action.clone()))
    }

    fn if_it_has_input(&self, answer: impl FnOnce(String) -> Answer) -> Answer {
        draft::text(&self.action).map_or(Answer::Stay, answer)
    }

    /// Asks anew about what the user's own editor brought back.
    pub(super) fn edited(&self, text: String) -> Answer {
        match draft::parse(&self.action, &text) {
            Ok(action) if action == self.action => Answer::Stay,
            Ok(action) => Answer::Ask(action),
            Err(_) => Answer::Edit(self.action.clone(), Some(text)),
        }
    }

    /// What the button says that goes ahead.
    pub(super) fn go_words(&self, cx: Cx<'_>) -> String {
        match (self.wait, self.obstacle(cx)) {
            (_, Some(why)) => why.to_owned(),
            (Wait::Aws, _) => "checking…".to_owned(),
            _ if self.intent == Intent::Rehearse => "dry run".to_owned(),
            _ if matches!(self.action, Action::Invoke { mode: Mode::Async, .. }) => "queue".to_owned(),
            _ => self.action.verb().words().to_owned(),
        }
    }

    pub(super) fn scroll(&mut self, by: isize, cx: Cx<'_>) -> Answer {
        let most = field::lines(cx, self).len().saturating_sub(picture::room(cx));
        self.top = self.top.saturating_add_signed(by).min(most);
        Answer::Stay
    }

    /// When an age on the screen changes.
    pub(super) fn wakes_at(&self, cx: Cx<'_>) -> Option<Time> {
        let taken = self.seen.as_ref()?.taken;
        Some(cx.now + words::next_change(cx.now - taken))
    }
}

//! Which function is looked at, and what the keys do that both lists share.

use super::{About, Invocations, View, bare, functions, invocations};
use crate::domain::alarm;
use crate::domain::lambda::{Ask, Other};
use crate::effect::{Effect, Effects, Here};
use crate::pane::{Cx, Pane as _};

impl Invocations {
    /// Shows the functions of the account, which are read anew; or the pipeline's own again.
    pub(super) fn all(&mut self, _: Cx<'_>) -> Effects {
        if self.view == View::Functions || self.other.is_some() {
            self.view = View::Invocations;
            self.show(None);
            return vec![];
        }
        self.view = View::Functions;
        vec![Effect::Lambda(Ask::Functions)]
    }

    /// Shows what the selected function did lately.
    pub(super) fn choose(&mut self, cx: Cx<'_>) -> Effects {
        let Some(listed) = self.functions.selected(functions::all(cx)) else { return vec![] };
        let other = functions::other(listed);
        let is_own = cx.pipeline.ingest.as_ref().is_some_and(|own| bare(&own.function) == other.function);
        self.view = View::Invocations;
        if is_own {
            self.show(None);
            return vec![];
        }
        self.show(Some(other.clone()));
        vec![Effect::Lambda(Ask::Past(other))]
    }

    pub(super) fn show(&mut self, other: Option<Other>) {
        if self.other != other {
            (self.other, self.about) = (other, About::Row);
            self.sheet = super::Sheet::default();
        }
    }

    /// Opens what there is to say of how the function is set up, which is read anew.
    pub(super) fn configuration(&mut self, cx: Cx<'_>) -> Effects {
        let Some(name) = self.name(cx) else { return vec![] };
        self.hold(cx);
        (self.about, self.wanted) = (About::Function, Some(name));
        vec![Effect::Here(Here::Details)]
    }

    /// Asks for the set-up that somebody wants to see.
    pub(super) fn ask_wanted(&mut self) -> Effects {
        let Some(name) = self.wanted.take() else { return vec![] };
        vec![Effect::Lambda(Ask::Settings(name.clone())), Effect::Monitoring(alarm::Ask::Figures(name))]
    }

    /// What is read again of what was asked for once.
    pub(super) fn read_again(&self, cx: Cx<'_>) -> Effects {
        let past = self.other.clone().map(Ask::Past);
        let functions = (self.view == View::Functions).then_some(Ask::Functions);
        let known = self.name(cx).filter(|name| cx.world.lambda.about(name).is_some());
        past.into_iter().chain(functions).chain(known.map(Ask::Settings)).map(Effect::Lambda).collect()
    }

    /// The name of the function that is looked at.
    pub(super) fn name(&self, cx: Cx<'_>) -> Option<String> {
        match (self.view, &self.other) {
            (View::Functions, _) => {
                self.functions.selected(functions::all(cx)).map(|listed| listed.name.exact().to_owned())
            }
            (View::Invocations, Some(other)) => Some(other.function.clone()),
            (View::Invocations, None) => {
                cx.pipeline.ingest.as_ref().map(|ingest| bare(&ingest.function).to_owned())
            }
        }
    }

    pub(super) fn sort(&mut self, cx: Cx<'_>) -> Effects {
        let body = self.body(cx);
        match self.view {
            View::Functions => self.functions.sort_next(cx, functions::all(cx), &()),
            View::Invocations => {
                self.sheet.sort_next(body, invocations(self.other.as_ref(), cx), &self.memory);
            }
        }
        vec![]
    }

    pub(super) fn turn(&mut self, cx: Cx<'_>) -> Effects {
        let body = self.body(cx);
        match self.view {
            View::Functions => self.functions.turn(cx, functions::all(cx), &()),
            View::Invocations => self.sheet.turn(body, invocations(self.other.as_ref(), cx), &self.memory),
        }
        vec![]
    }

    pub(super) fn mark(&mut self, cx: Cx<'_>) -> Effects {
        match self.view {
            View::Functions => self.functions.mark(functions::all(cx)),
            View::Invocations => self.sheet.mark(invocations(self.other.as_ref(), cx)),
        }
        vec![]
    }

    pub(super) fn unmark(&mut self, _: Cx<'_>) -> Effects {
        match self.view {
            View::Functions => self.functions.unmark(),
            View::Invocations => self.sheet.unmark(),
        }
        vec![]
    }
}

//! What was sent in this session, by what it was sent to. It lives in memory alone: payloads may be secrets.

use std::collections::{BTreeMap, VecDeque};

use super::action::{Action, Outcome, Receipt, Verb};
use super::history::answered;
use super::run::{Run, State};
use super::text::Foreign;
use crate::clock::Time;

/// How many of one target are kept: the newest.
const MOST: usize = 20;

/// What was sent in this session.
#[derive(Debug, Default)]
pub struct Inputs(BTreeMap<(Verb, String), VecDeque<Sent>>);

/// Something that was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// As it was confirmed.
    pub action: Action,
    /// When.
    pub at: Time,
    /// What came of it, as far as the answer says.
    pub result: Result,
}

/// What came of something that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Result {
    /// No answer yet, or one that decides nothing.
    Open,
    /// It did its work.
    Good,
    /// It did not.
    Bad,
    /// What became of this run tells.
    Run(Foreign),
}

impl Inputs {
    /// Notes what is sent.
    pub fn sent(&mut self, at: Time, action: &Action) {
        let all = self.0.entry(key(action)).or_default();
        if all.front().is_some_and(|last| last.action == *action && last.result == Result::Open) {
            return; // said again
        }
        all.push_front(Sent { action: action.clone(), at, result: Result::Open });
        all.truncate(MOST);
    }

    /// Notes what came of what was sent last.
    pub fn done(&mut self, action: &Action, outcome: &Outcome) {
        let all = self.0.get_mut(&key(action));
        let open = all.and_then(|all| all.iter_mut().find(|sent| sent.action == *action));
        if let Some(sent) = open {
            sent.result = result(outcome);
        }
    }

    /// What was sent to the same target, newest first.
    pub fn of(&self, action: &Action) -> impl Iterator<Item = &Sent> {
        self.0.get(&key(action)).into_iter().flatten()
    }

    /// The newest that did its work, by the job's runs where those decide.
    pub fn last_good(&self, action: &Action, runs: &[Run]) -> Option<&Sent> {
        self.of(action).find(|sent| sent.is_good(runs) == Some(true))
    }
}

impl Sent {
    /// Whether it did its work; `None`: nobody knows.
    pub fn is_good(&self, runs: &[Run]) -> Option<bool> {
        match &self.result {
            Result::Open => None,
            Result::Good => Some(true),
            Result::Bad => Some(false),
            Result::Run(id) => {
                let run = runs.iter().find(|run| run.id == *id)?;
                run.state.is_final().then_some(run.state == State::Succeeded)
            }
        }
    }
}

fn key(action: &Action) -> (Verb, String) {
    (action.verb(), action.target().to_owned())
}

fn result(outcome: &Outcome) -> Result {
    match outcome {
        Outcome::Accepted(Receipt::Invoked { function_error, payload, .. }) => {
            let is_bad = answered(function_error.as_ref(), payload).is_bad();
            if is_bad { Result::Bad } else { Result::Good }
        }
        Outcome::Accepted(Receipt::Run(id)) => Result::Run(id.clone()),
        Outcome::Accepted(_) | Outcome::Unknown(_) => Result::Open,
        Outcome::Refused(_) => Result::Bad,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::{Mode, Reply};

    fn invoke(n: usize) -> Action {
        Action::Invoke { function: "f".into(), payload: serde_json::json!({ "n": n }), mode: Mode::Sync }
    }

    fn answered_with(payload: &str) -> Outcome {
        Outcome::Accepted(Receipt::Invoked {
            request_id: "r".into(),
            function_error: None,
            payload: payload.into(),
            reply: Reply::default(),
        })
    }

    #[test]
    fn the_last_good_one_is_the_newest_whose_function_said_so() {
        let mut inputs = Inputs::default();
        for (n, answer) in ["{\"statusCode\":200}", "{\"statusCode\":404}"].into_iter().enumerate() {
            inputs.sent(Time::UNIX_EPOCH, &invoke(n));
            inputs.done(&invoke(n), &answered_with(answer));
        }
        inputs.sent(Time::UNIX_EPOCH, &invoke(9));
        assert_eq!(inputs.last_good(&invoke(9), &[]).map(|sent| &sent.action), Some(&invoke(0)));
        assert_eq!(inputs.of(&invoke(9)).count(), 3);
        let other =
            Action::Invoke { function: "g".into(), payload: serde_json::Value::Null, mode: Mode::Sync };
        assert_eq!(inputs.of(&other).count(), 0);
    }

    #[test]
    fn only_the_newest_are_kept() {
        let mut inputs = Inputs::default();
        for n in 0..MOST + 5 {
            inputs.sent(Time::UNIX_EPOCH, &invoke(n));
        }
        let kept: Vec<&Action> = inputs.of(&invoke(0)).map(|sent| &sent.action).collect();
        assert_eq!((kept.len(), kept[0]), (MOST, &invoke(MOST + 4)));
    }
}

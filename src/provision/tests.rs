//! Deploying and deleting against answers from a list: what AWS says when it goes wrong.

mod answers;
mod deleting;
mod deploying;

use std::sync::{Arc, Mutex};

use super::{Interrupt, Site, Stop, Voice, Wishes};
use crate::cloud::Access;
use crate::cloud::tests::script::Script;
use crate::domain::pipeline::Pipeline;
use answers::identity;

/// A site in front of answers, and what is said there.
struct Play {
    script: Script,
    said: Arc<Mutex<Vec<String>>>,
    site: Site,
}

impl Play {
    /// The answers come after that on who we are.
    async fn of(answers: &[(u16, String)]) -> Self {
        let first = [(200, identity())];
        let all: Vec<(u16, &str)> =
            first.iter().chain(answers).map(|(status, body)| (*status, body.as_str())).collect();
        let script = Script::with(&all);
        let access = Access { embedded: Some(script.client()), ..Access::default() };
        let said: Arc<Mutex<Vec<String>>> = Arc::default();
        let ears = Arc::clone(&said);
        let voice: Voice = Arc::new(move |line: &str| ears.lock().unwrap().push(line.to_owned()));
        let place = Pipeline::default();
        let name = Wishes::default().name;
        let site = Site::open(&access, &place, name, Interrupt::never(), voice).await.unwrap();
        Self { script, said, site }
    }

    /// The operations that were asked for, without that on who we are.
    fn asked(&self) -> Vec<String> {
        self.script.asked().iter().skip(1).map(|request| operation(request)).collect()
    }

    fn said(&self) -> String {
        self.said.lock().unwrap().join("\n")
    }
}

/// `Action=…` of the query protocol, or the last part of an address.
fn operation(request: &str) -> String {
    let action = request.split_once("Action=").and_then(|(_, rest)| rest.split('&').next());
    action.unwrap_or_else(|| request.split(' ').next().unwrap_or_default()).to_owned()
}

#[track_caller]
fn words<T: std::fmt::Debug>(outcome: Result<T, Stop>) -> String {
    outcome.unwrap_err().words()
}

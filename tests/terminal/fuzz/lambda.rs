//! Hostile things that Lambda tells beyond the step itself.

use farol::domain::Observation;
use farol::domain::alarm::{self, Alarm, Figures};
use farol::domain::function::{Asynchronous, Limits, Listed, Settings};
use farol::domain::lambda::{Other, Told};

use super::hostile::Fuzz;
use crate::stage::ago;

impl Fuzz {
    /// News of everything that Lambda tells.
    pub fn lambda(&mut self) -> Vec<Observation> {
        let name = self.text();
        let other = Other { function: name.clone(), group: self.text().into() };
        let functions = self.or_fault(|fuzz| ((0..8).map(|_| fuzz.listed()).collect(), false));
        let facts = |fuzz: &mut Self| vec![("role", fuzz.foreign()), ("environment", fuzz.foreign())];
        let settings = self.or_fault(|fuzz| Settings { function: fuzz.function(), facts: facts(fuzz) });
        let asynchronous =
            self.or_fault(|fuzz| Asynchronous { failure: fuzz.some(), ..Asynchronous::default() });
        let events = self.or_fault(|fuzz| (0..8).map(|_| fuzz.event()).collect());
        let all = [
            Told::Functions(functions),
            Told::Settings(name.clone(), settings),
            Told::Reserved(name.clone(), self.or_fault(|_| Some(0))),
            Told::Asynchronous(name, asynchronous),
            Told::Limits(self.or_fault(|_| Limits { concurrent: 1_000, unreserved: 0 })),
            Told::Past { other, events, since: ago(9_999), whole: false },
        ];
        all.map(|told| Observation::Lambda(Box::new(told))).into()
    }

    fn listed(&mut self) -> Listed {
        Listed { name: self.foreign(), arn: self.foreign(), function: self.function() }
    }

    /// News of everything that CloudWatch tells.
    pub fn alarms(&mut self) -> Vec<Observation> {
        let name = self.text();
        let past = self.or_fault(|fuzz| vec![alarm::Past { at: ago(60), what: fuzz.foreign() }]);
        let figures = self.or_fault(|_| Figures { period: 300, since: ago(10_800), points: vec![] });
        let all = [
            alarm::Told::All(self.or_fault(|fuzz| ((0..8).map(|_| fuzz.alarm()).collect(), false))),
            alarm::Told::Past(name.clone(), past),
            alarm::Told::Figures(name, figures),
        ];
        all.map(|told| Observation::Alarms(Box::new(told))).into()
    }

    fn alarm(&mut self) -> Alarm {
        let states = ["OK", "ALARM", "INSUFFICIENT_DATA", "NEW"];
        let of_job = ("JobName".into(), farol::reference::JOB.into());
        Alarm {
            name: self.foreign(),
            arn: self.foreign(),
            state: alarm::State::named(states[self.chance.usize(0..states.len())]),
            since: Some(ago(600)),
            reason: self.foreign(),
            threshold: self.foreign(),
            about: vec![of_job, (self.foreign(), self.foreign())],
            description: self.some(),
            actions: (1, self.chance.bool()),
        }
    }
}

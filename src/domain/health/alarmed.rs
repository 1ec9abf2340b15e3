//! What an alarm of CloudWatch adds to what is known of a step.

use super::{Health, State};
use crate::domain::pipeline::Pipeline;
use crate::domain::world::World;

/// Names the alarm that is on: beside what is wrong anyway, or as all that is wrong.
pub fn weigh(health: Health, pipeline: &Pipeline, world: &World) -> Health {
    let Some(alarm) = world.alarms.on(health.step, pipeline) else { return health };
    let words = format!("the alarm {} is on", alarm.name.visible());
    match (&health.why, health.state) {
        (Some(why), _) => Health { why: Some(format!("{why}; {words}")), ..health },
        (None, State::Good | State::Never) => Health { state: State::Degraded, why: Some(words), ..health },
        (None, _) => health,
    }
}

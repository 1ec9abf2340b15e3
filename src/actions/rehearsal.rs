//! The rehearsal of an action: whether AWS would let us do it, without doing it, and without an executor.

use std::time::Duration;

use super::request;
use crate::cloud::{Access, Manners};
use crate::domain::action::{Action, Rehearsal};
use crate::domain::fault::Fault;
use crate::domain::pipeline::Pipeline;

/// How long the test of a permission may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Tests the permission for an action where AWS offers that: Lambda's `DryRun` runs no function. Glue has none.
///
/// # Errors
/// Why AWS would refuse the action, or could not be asked.
pub async fn rehearse(access: &Access, pipeline: &Pipeline, action: &Action) -> Result<Rehearsal, Fault> {
    let Action::Invoke { function, .. } = action else { return Ok(Rehearsal::Untested) };
    let connection = access.connect(pipeline, Manners::acting(PATIENCE)).await?;
    request::may_invoke(&connection, function).await.map(|()| Rehearsal::Allowed)
}

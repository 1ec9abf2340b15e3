//! Functions: how they are set up, and which there are.

mod asked;
mod list;
mod settings;

use std::time::Duration;

use aws_sdk_lambda::operation::get_function_configuration::GetFunctionConfigurationOutput as Answer;

use super::{Cloud, fault, time};
use crate::domain::fault::Fault;
use crate::domain::function::Function;
use crate::domain::pipeline::Ingest;

const DOING: &str = "lambda:GetFunctionConfiguration";

/// The longest that Lambda lets a function run; taken where an answer does not say.
pub(crate) const LONGEST: Duration = Duration::from_mins(15);

impl Cloud {
    /// Reads the function's configuration.
    pub async fn function(&self, ingest: &Ingest) -> Result<Function, Fault> {
        let answer = self.0.lambda.get_function_configuration().function_name(&ingest.function).send().await;
        answer.map(|answer| function(ingest, &answer)).map_err(|e| fault::of(&self.0.place, DOING, &e))
    }

    /// Reads how much concurrency is reserved for a function; `None`: nothing is, and 0 disables it.
    pub(crate) async fn reserved(&self, function: &str) -> Result<Option<u32>, Fault> {
        const DOING: &str = "lambda:GetFunctionConcurrency";
        let answer = self.0.lambda.get_function_concurrency().function_name(function).send().await;
        let answer = answer.map_err(|e| fault::of(&self.0.place, DOING, &e))?;
        Ok(answer.reserved_concurrent_executions.and_then(|reserved| u32::try_from(reserved).ok()))
    }
}

fn function(ingest: &Ingest, answer: &Answer) -> Function {
    let group = answer
        .logging_config
        .as_ref()
        .and_then(|logging| logging.log_group.clone())
        .filter(|group| !group.is_empty());
    Function {
        log_group: group.unwrap_or_else(|| ingest.default_group()).into(),
        timeout: seconds(answer.timeout),
        memory: answer.memory_size.and_then(|mb| u32::try_from(mb).ok()).unwrap_or(128),
        runtime: answer.runtime.as_ref().map(|runtime| runtime.as_str().into()),
        state: answer.state.as_ref().map(|state| state.as_str().into()),
        modified: answer.last_modified.as_deref().and_then(time::lambda),
    }
}

/// A function's timeout; the longest there is where none is told.
pub(crate) fn seconds(timeout: Option<i32>) -> Duration {
    timeout.and_then(|s| u64::try_from(s).ok()).filter(|s| *s > 0).map_or(LONGEST, Duration::from_secs)
}

//! How a function is set up.

use aws_sdk_lambda::operation::get_function_configuration::GetFunctionConfigurationOutput as Answer;
use aws_sdk_lambda::types::{
    ApplicationLogLevel, Architecture, EnvironmentResponse, LastUpdateStatus, LastUpdateStatusReasonCode,
    LoggingConfig, State, StateReasonCode, SystemLogLevel, VpcConfigResponse,
};

use super::{DOING, function};
use crate::cloud::{Cloud, fault};
use crate::domain::fault::{Fault, Kind};
use crate::domain::function::{Asynchronous, Limits, Settings};
use crate::domain::pipeline::Ingest;
use crate::domain::words;

impl Cloud {
    /// Reads how a function is set up. The values of its environment go no further than this.
    pub(super) async fn settings(&self, name: &str) -> Result<Settings, Fault> {
        let answer = self.0.lambda.get_function_configuration().function_name(name).send().await;
        answer.map(|answer| settings(name, &answer)).map_err(|e| fault::of(&self.0.place, DOING, &e))
    }

    /// Reads what becomes of invocations that nobody waits for; what is not set is as Lambda has it.
    pub(super) async fn asynchronous(&self, name: &str) -> Result<Asynchronous, Fault> {
        const DOING: &str = "lambda:GetFunctionEventInvokeConfig";
        let answer = self.0.lambda.get_function_event_invoke_config().function_name(name).send().await;
        let answer = match answer.map_err(|e| fault::of(&self.0.place, DOING, &e)) {
            Err(Fault { kind: Kind::Missing, .. }) => return Ok(Asynchronous::default()),
            answer => answer?,
        };
        let number = |number: Option<i32>| number.and_then(|number| u32::try_from(number).ok());
        let (success, failure) =
            answer.destination_config.map(|to| (to.on_success, to.on_failure)).unwrap_or_default();
        Ok(Asynchronous {
            retries: number(answer.maximum_retry_attempts),
            longest: number(answer.maximum_event_age_in_seconds),
            success: success.and_then(|to| to.destination).map(Into::into),
            failure: failure.and_then(|to| to.destination).map(Into::into),
        })
    }

    /// Reads what all functions share.
    pub(super) async fn limits(&self) -> Result<Limits, Fault> {
        const DOING: &str = "lambda:GetAccountSettings";
        let answer = self.0.lambda.get_account_settings().send().await;
        let limit = answer.map_err(|e| fault::of(&self.0.place, DOING, &e))?.account_limit;
        let number = |number: i32| u32::try_from(number).unwrap_or_default();
        let limit = limit.ok_or_else(|| Fault::new(DOING, Kind::Ours, "the answer tells no limit"))?;
        Ok(Limits {
            concurrent: number(limit.concurrent_executions),
            unreserved: limit.unreserved_concurrent_executions.map(number).unwrap_or_default(),
        })
    }
}

fn settings(name: &str, answer: &Answer) -> Settings {
    let ingest = Ingest { function: name.to_owned(), payload: serde_json::Value::Null };
    let facts = state(answer).into_iter().chain(shape(answer)).chain(code(answer)).chain(around(answer));
    let facts = facts.filter_map(|(label, value)| Some((label, value.filter(|it| !it.is_empty())?.into())));
    Settings { function: function(&ingest, answer), facts: facts.collect() }
}

type Told = (&'static str, Option<String>);

fn state(answer: &Answer) -> [Told; 2] {
    let with = |word: Option<&str>, code: Option<&str>, why: Option<&str>| {
        let why: Vec<&str> = [code, why].into_iter().flatten().collect();
        let why = if why.is_empty() { String::new() } else { format!(": {}", why.join(", ")) };
        word.map(|word| format!("{word}{why}"))
    };
    let code = answer.state_reason_code.as_ref().map(StateReasonCode::as_str);
    let update = answer.last_update_status_reason_code.as_ref().map(LastUpdateStatusReasonCode::as_str);
    let words = answer.last_update_status.as_ref().map(LastUpdateStatus::as_str);
    [
        ("state", with(answer.state.as_ref().map(State::as_str), code, answer.state_reason.as_deref())),
        ("last update", with(words, update, answer.last_update_status_reason.as_deref())),
    ]
}

fn shape(answer: &Answer) -> [Told; 7] {
    let megabytes = |mb: i32| format!("{mb} MB");
    let kinds = answer.architectures.as_deref().unwrap_or_default();
    let kinds: Vec<&str> = kinds.iter().map(Architecture::as_str).collect();
    [
        ("runtime", answer.runtime.as_ref().map(|it| it.as_str().to_owned())),
        ("handler", answer.handler.clone()),
        ("processor", Some(kinds.join(", "))),
        ("memory", answer.memory_size.map(megabytes)),
        ("timeout", answer.timeout.map(|seconds| format!("{seconds} s"))),
        ("/tmp", answer.ephemeral_storage.as_ref().map(|storage| megabytes(storage.size))),
        ("environment", answer.environment.as_ref().map(environment)),
    ]
}

/// The names; whatever their values are, they are nobody's business on a screen.
fn environment(environment: &EnvironmentResponse) -> String {
    let mut names: Vec<&str> =
        environment.variables.iter().flatten().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let masked = names.iter().map(|name| format!("{name}=***"));
    let fault = environment.error.iter().filter_map(|error| error.message.clone());
    masked.chain(fault).collect::<Vec<_>>().join("\n")
}

fn code(answer: &Answer) -> [Told; 6] {
    let layers = answer.layers.iter().flatten().filter_map(|layer| layer.arn.clone()).collect::<Vec<_>>();
    let size = u64::try_from(answer.code_size).ok().filter(|size| *size > 0);
    [
        ("code", answer.code_sha256.as_ref().map(|hash| format!("sha256 {hash}"))),
        ("code size", size.map(words::size)),
        ("package", answer.package_type.as_ref().map(|it| it.as_str().to_owned())),
        ("layers", Some(layers.join("\n"))),
        ("version", answer.version.clone()),
        ("modified", answer.last_modified.clone()),
    ]
}

fn around(answer: &Answer) -> [Told; 7] {
    [
        ("role", answer.role.clone()),
        ("vpc", answer.vpc_config.as_ref().map(vpc)),
        ("logs", answer.logging_config.as_ref().map(logging)),
        ("dead letter", answer.dead_letter_config.as_ref().and_then(|to| to.target_arn.clone())),
        (
            "tracing",
            answer.tracing_config.as_ref().and_then(|it| Some(it.mode.as_ref()?.as_str().to_owned())),
        ),
        ("description", answer.description.clone()),
        ("arn", answer.function_arn.clone()),
    ]
}

fn vpc(vpc: &VpcConfigResponse) -> String {
    let id = vpc.vpc_id.clone().filter(|id| !id.is_empty());
    let list = |ids: &Option<Vec<String>>| ids.as_deref().unwrap_or_default().join(", ");
    id.map(|id| format!("{id}\nsubnets {}\ngroups {}", list(&vpc.subnet_ids), list(&vpc.security_group_ids)))
        .unwrap_or_default()
}

fn logging(logging: &LoggingConfig) -> String {
    let format = logging.log_format.as_ref().map(|it| it.as_str().to_owned());
    let level = |what, level: Option<&str>| level.map(|level| format!("{what} from {level}"));
    let parts = [
        logging.log_group.clone(),
        format,
        level("application", logging.application_log_level.as_ref().map(ApplicationLogLevel::as_str)),
        level("system", logging.system_log_level.as_ref().map(SystemLogLevel::as_str)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact<'a>(settings: &'a Settings, label: &str) -> Option<&'a str> {
        settings.facts.iter().find(|(known, _)| *known == label).map(|(_, value)| value.exact())
    }

    #[test]
    fn no_value_of_the_environment_gets_through() {
        let variables = EnvironmentResponse::builder().variables("TOKEN", "s3cret").variables("API", "x");
        let answer = Answer::builder().environment(variables.build()).build();
        let settings = settings("f", &answer);
        assert_eq!(fact(&settings, "environment"), Some("API=***\nTOKEN=***"));
        assert!(!format!("{settings:?}").contains("s3cret"));
    }

    #[test]
    fn a_failed_update_says_why() {
        let answer = Answer::builder()
            .last_update_status(LastUpdateStatus::Failed)
            .last_update_status_reason_code(LastUpdateStatusReasonCode::EniLimitExceeded)
            .last_update_status_reason("no more interfaces")
            .build();
        let settings = settings("f", &answer);
        assert_eq!(fact(&settings, "last update"), Some("Failed: EniLimitExceeded, no more interfaces"));
        assert_eq!(fact(&settings, "vpc"), None, "what is not told is left out");
    }
}

//! All functions of the account, fifty to a page.

use std::future::Future;

use aws_sdk_lambda::types::FunctionConfiguration;

use super::seconds;
use crate::cloud::{Cloud, fault, time};
use crate::domain::fault::Fault;
use crate::domain::function::{Function, Listed};
use crate::domain::lambda::Told;
use crate::domain::pipeline::Ingest;

const DOING: &str = "lambda:ListFunctions";

/// The most pages that are read; who has more than two thousand functions filters elsewhere, and is told.
const PAGES: usize = 40;

impl Cloud {
    /// Reads page after page, and tells all that is known so far after each.
    pub(super) async fn all_functions<F>(&self, tell: impl Fn(Told) -> F)
    where
        F: Future<Output = ()>,
    {
        let (mut all, mut marker) = (Vec::new(), None);
        for _ in 0..PAGES {
            match self.page_of_functions(marker).await {
                Ok((page, next)) => {
                    all.extend(page);
                    let is_whole = next.is_none();
                    tell(Told::Functions(Ok((all.clone(), is_whole)))).await;
                    if is_whole {
                        return;
                    }
                    marker = next;
                }
                Err(fault) => return tell(Told::Functions(Err(fault))).await,
            }
        }
    }

    async fn page_of_functions(
        &self,
        marker: Option<String>,
    ) -> Result<(Vec<Listed>, Option<String>), Fault> {
        let answer = self.0.lambda.list_functions().set_marker(marker).send().await;
        let page = answer.map_err(|e| fault::of(&self.0.place, DOING, &e))?;
        let all = page.functions.unwrap_or_default().into_iter().filter_map(listed).collect();
        Ok((all, page.next_marker.filter(|marker| !marker.is_empty())))
    }
}

fn listed(sdk: FunctionConfiguration) -> Option<Listed> {
    let name = sdk.function_name?;
    let usual = || Ingest { function: name.clone(), payload: serde_json::Value::Null }.default_group();
    let group = sdk.logging_config.and_then(|logging| logging.log_group).filter(|group| !group.is_empty());
    let function = Function {
        log_group: group.unwrap_or_else(usual).into(),
        timeout: seconds(sdk.timeout),
        memory: sdk.memory_size.and_then(|mb| u32::try_from(mb).ok()).unwrap_or(128),
        runtime: sdk.runtime.map(|runtime| runtime.as_str().into()),
        state: sdk.state.map(|state| state.as_str().into()),
        modified: sdk.last_modified.as_deref().and_then(time::lambda),
    };
    Some(Listed { arn: sdk.function_arn.unwrap_or_default().into(), name: name.into(), function })
}

//! Who we are.

use super::{Cloud, fault};
use crate::domain::fault::Fault;
use crate::domain::identity::Identity;

const DOING: &str = "sts:GetCallerIdentity";

impl Cloud {
    /// Asks AWS who we are; also the cheapest proof that a login works.
    pub async fn identity(&self) -> Result<Identity, Fault> {
        let answer = self.0.sts.get_caller_identity().send().await;
        let answer = answer.map_err(|e| fault::of(&self.0.place, DOING, &e))?;
        Ok(Identity {
            account: answer.account.unwrap_or_default().into(),
            arn: answer.arn.unwrap_or_default().into(),
            region: self.region().into(),
        })
    }
}

//! Whether we are still who was shown when it was confirmed.

use std::time::Duration;

use crate::cloud::{self, Connection};
use crate::domain::fault::{Fault, Kind};
use crate::domain::identity::Identity;

const DOING: &str = "sts:GetCallerIdentity";

/// How long AWS may take to say who we are.
const PATIENCE: Duration = Duration::from_secs(5);

/// Who is about to act, asked with the very login that will. A login that has changed since, or cannot be asked
/// although it could before, is refused; one that never could be asked is not known.
pub(super) async fn check(
    connection: &Connection,
    shown: Option<&Identity>,
) -> Result<Option<Identity>, Fault> {
    match (ask(connection).await, shown) {
        (Ok(identity), Some(shown)) if identity.differs_from(shown) => Err(changed(shown, &identity)),
        (Ok(identity), _) => Ok(Some(identity)),
        (Err(fault), Some(_)) => Err(fault),
        (Err(_), None) => Ok(None),
    }
}

async fn ask(connection: &Connection) -> Result<Identity, Fault> {
    let request = cloud::sts(connection).get_caller_identity().send();
    let late = |_| Fault::new(DOING, Kind::Offline, format!("{}: no answer", connection.place.host(DOING)));
    let answer = tokio::time::timeout(PATIENCE, request).await.map_err(late)?;
    let answer = answer.map_err(|error| cloud::fault::of(&connection.place, DOING, &error))?;
    Ok(Identity {
        account: answer.account.unwrap_or_default().into(),
        arn: answer.arn.unwrap_or_default().into(),
        region: connection.place.region.as_str().into(),
    })
}

fn changed(shown: &Identity, now: &Identity) -> Fault {
    let said = format!(
        "the login has changed: it is {} in {} now, and it was confirmed as {} in {}",
        now.arn.exact(),
        now.region.exact(),
        shown.arn.exact(),
        shown.region.exact()
    );
    Fault::new(DOING, Kind::Refused, said)
}

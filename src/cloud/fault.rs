//! From the SDK's errors to faults: what a person can do about it.

mod answer;
mod chain;

use std::error::Error;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::place::Place;
use crate::domain::fault::{Fault, Kind};
use answer::Answer;
use chain::{Chain, Trouble};

/// The fault that an SDK error stands for; `doing` is the IAM action.
pub(crate) fn of<E>(place: &Place, doing: &'static str, error: &SdkError<E, HttpResponse>) -> Fault
where
    E: Error + ProvideErrorMetadata + 'static,
{
    match error {
        SdkError::ServiceError(service) if answer::is_garbled(service.raw()) => {
            let said = format!("the answer makes no sense: {}", Chain::of(error).line());
            Fault::new(doing, Kind::Ours, said)
        }
        SdkError::ServiceError(service) => {
            Answer::new(service.err().code(), service.err().message(), service.raw()).fault(place, doing)
        }
        SdkError::ResponseError(response) if response.raw().status().as_u16() >= 400 => {
            Answer::new(None, None, response.raw()).fault(place, doing)
        }
        SdkError::TimeoutError(_) => offline(place, doing, Chain::of(error).cause()),
        SdkError::DispatchFailure(failure) => dispatch(place, doing, failure.is_user(), &Chain::of(error)),
        _ => Fault::new(doing, Kind::Ours, Chain::of(error).line()),
    }
}

/// Whether it is certain that the request had no effect: AWS refused it, or it never left this machine.
///
/// A timeout, a cut connection and a 5xx are not certain.
pub(crate) fn is_certain<E>(error: &SdkError<E, HttpResponse>) -> bool
where
    E: Error + ProvideErrorMetadata + 'static,
{
    match error {
        SdkError::ServiceError(service) => {
            let status = service.raw().status().as_u16();
            (400..500).contains(&status) && status != 408 && service.err().code().is_some()
        }
        SdkError::ConstructionFailure(_) => true,
        SdkError::DispatchFailure(_) => {
            let chain = Chain::of(error);
            chain.is_unconnected() || chain.login() != Trouble::None
        }
        _ => false,
    }
}

fn dispatch(place: &Place, doing: &'static str, is_user: bool, chain: &Chain) -> Fault {
    let login = match chain.login() {
        Trouble::None if is_user => return Fault::new(doing, Kind::Ours, chain.line()),
        Trouble::None => return offline(place, doing, chain.cause()),
        Trouble::Some => place.login,
        Trouble::With(login) => login,
    };
    Fault::new(doing, Kind::Expired { renew: place.renew(login) }, chain.line())
}

fn offline(place: &Place, doing: &'static str, said: &str) -> Fault {
    Fault::new(doing, Kind::Offline, format!("{}: {said}", place.host(doing)))
}

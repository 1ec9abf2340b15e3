//! The body of an answer, taken off before the SDK would make structs of it.
//!
//! For a page of a thousand keys the SDK makes a thousand structs with strings of their own, which costs several times what
//! the whole page costs otherwise. Signing, retries, timeouts and errors stay the SDK's: it is given an empty answer.

use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use bytes::Bytes;

use crate::cloud::answer::{Answers, instead};

/// Keeps the body of a good answer; an attempt that ended in the middle leaves nothing.
#[derive(Debug, Clone, Default)]
pub(in crate::cloud) struct Skim(Arc<Mutex<Bytes>>);

impl Skim {
    /// What keeps the body, and gives the SDK this empty answer instead.
    pub fn taking(&self, empty: &'static str) -> impl Intercept + use<> {
        let skim = self.clone();
        Answers(move |response: &mut HttpResponse| {
            if response.status().is_success() {
                let skim = skim.clone();
                instead(response, move |body| {
                    skim.keep(body);
                    Bytes::from_static(empty.as_bytes())
                });
            }
        })
    }

    /// What was kept, when the answer has come.
    pub fn taken(&self) -> Bytes {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn keep(&self, body: Bytes) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = body;
    }
}

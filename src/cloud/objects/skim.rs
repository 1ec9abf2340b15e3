//! The body of an answer, taken off before the SDK would make structs of it.
//!
//! For a page of a thousand keys the SDK makes a thousand structs with strings of their own, which costs several times what
//! the whole page costs otherwise. Signing, retries, timeouts and errors stay the SDK's: it is given an empty answer.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::Bytes;
use hyper::body::{Body, Frame};

/// Keeps the body of a good answer, and gives the SDK this instead.
#[derive(Debug, Clone)]
pub(super) struct Skim {
    instead: &'static str,
    kept: Arc<Mutex<Vec<u8>>>,
}

impl Skim {
    /// For an operation whose empty answer is this.
    pub fn new(instead: &'static str) -> Self {
        Self { instead, kept: Arc::default() }
    }

    /// What was kept, when the answer has come.
    pub fn taken(&self) -> Bytes {
        std::mem::take(&mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner)).into()
    }

    fn keep(&self, bytes: &[u8]) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
    }
}

#[dyn_dispatch_hint]
impl Intercept for Skim {
    fn name(&self) -> &'static str {
        "Skim"
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response_mut();
        if !response.status().is_success() {
            return Ok(());
        }
        // An earlier attempt may have ended in the middle.
        drop(self.taken());
        let body = std::mem::replace(response.body_mut(), SdkBody::taken());
        *response.body_mut() = match body.bytes() {
            Some(bytes) => {
                self.keep(bytes);
                SdkBody::from(self.instead)
            }
            None => SdkBody::from_body_1_x(Skimmed { inner: body, skim: self.clone(), is_over: false }),
        };
        Ok(())
    }
}

/// A body that is kept as it comes; when all of it has come there is something else instead.
struct Skimmed {
    inner: SdkBody,
    skim: Skim,
    is_over: bool,
}

impl Body for Skimmed {
    type Data = Bytes;
    type Error = aws_smithy_types::body::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        while !self.is_over {
            match ready!(Pin::new(&mut self.inner).poll_frame(cx)) {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        self.skim.keep(&data);
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    self.is_over = true;
                    return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(
                        self.skim.instead.as_bytes(),
                    )))));
                }
            }
        }
        Poll::Ready(None)
    }
}

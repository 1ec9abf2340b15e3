//! What is done to an answer before the SDK reads it.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use bytes::{Bytes, BytesMut};
use hyper::body::{Body, Frame};

/// Does this to every answer of a request.
pub(super) struct Answers<F>(pub F);

impl<F> fmt::Debug for Answers<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answers")
    }
}

#[dyn_dispatch_hint]
impl<F: Fn(&mut HttpResponse) + Send + Sync> Intercept for Answers<F> {
    fn name(&self) -> &'static str {
        "Answers"
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        (self.0)(context.response_mut());
        Ok(())
    }
}

/// Gives the SDK another body, made of the whole one when all of that has come.
pub(super) fn instead(
    response: &mut HttpResponse,
    make: impl FnOnce(Bytes) -> Bytes + Send + Sync + Unpin + 'static,
) {
    let inner = std::mem::replace(response.body_mut(), SdkBody::taken());
    *response.body_mut() = match inner.bytes() {
        Some(bytes) => SdkBody::from(make(Bytes::copy_from_slice(bytes))),
        None => SdkBody::from_body_1_x(Instead { inner, bytes: BytesMut::new(), make: Some(make) }),
    };
}

/// A body that comes in one piece, made of another.
struct Instead<F> {
    inner: SdkBody,
    bytes: BytesMut,
    /// `None`: it was made.
    make: Option<F>,
}

impl<F: FnOnce(Bytes) -> Bytes + Unpin> Body for Instead<F> {
    type Data = Bytes;
    type Error = aws_smithy_types::body::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        while self.make.is_some() {
            match ready!(Pin::new(&mut self.inner).poll_frame(cx)) {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        self.bytes.extend_from_slice(&data);
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    let bytes = std::mem::take(&mut self.bytes).freeze();
                    let made = self.make.take().map(|make| make(bytes));
                    return Poll::Ready(made.map(|made| Ok(Frame::data(made))));
                }
            }
        }
        Poll::Ready(None)
    }
}

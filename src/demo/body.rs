//! The body of an answer: whole, or broken off, or a stream that lives on.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, SizeHint};

use super::live::Broadcast;

/// What follows the head of an answer.
pub struct Body(Kind);

enum Kind {
    Whole(Bytes),
    Broken(Option<Bytes>, Flush),
    Live(Box<Broadcast>),
}

impl Body {
    /// All of it at once.
    pub fn whole(bytes: Bytes) -> Self {
        Self(Kind::Whole(bytes))
    }

    /// These bytes, and then the connection breaks.
    pub(super) fn broken(first: Bytes) -> Self {
        Self(Kind::Broken(Some(first), Flush::default()))
    }

    /// A live tail.
    pub(super) fn live(broadcast: Broadcast) -> Self {
        Self(Kind::Live(Box::new(broadcast)))
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        match &mut self.0 {
            Kind::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Kind::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Kind::Broken(first, flush) => match first.take() {
                Some(first) => Poll::Ready(Some(Ok(Frame::data(first)))),
                None => flush.poll(context).map(|()| Some(Err(io::ErrorKind::ConnectionReset.into()))),
            },
            Kind::Live(broadcast) => {
                broadcast.poll(context).map(|next| next.map(|piece| piece.map(Frame::data)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(&self.0, Kind::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Broken(..) | Kind::Live(_) => SizeHint::default(),
        }
    }
}

/// Lets the server write out what it has before it hears that the line is broken: it would throw that away.
#[derive(Debug, Default)]
pub(super) struct Flush(bool);

impl Flush {
    /// Ready at the second time of asking.
    pub fn poll(&mut self, context: &Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

type Piece = Result<Frame<Bytes>, io::Error>;

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Whole(bytes) => bytes.fmt(f),
            Kind::Broken(first, _) => write!(f, "{first:?} and a broken line"),
            Kind::Live(_) => f.write_str("a live tail"),
        }
    }
}

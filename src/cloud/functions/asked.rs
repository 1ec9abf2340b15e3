//! What is read of Lambda because somebody looks at it.

use std::future::Future;

use crate::cloud::{Cloud, history};
use crate::domain::lambda::{Ask, Told};

impl Cloud {
    /// Asks what somebody wants to know, and tells each answer as it comes.
    pub(crate) async fn ask_lambda<F>(&self, ask: Ask, tell: impl Fn(Told) -> F)
    where
        F: Future<Output = ()>,
    {
        match ask {
            Ask::Functions => self.all_functions(tell).await,
            Ask::Settings(function) => self.about(&function, tell).await,
            Ask::Past(other) => {
                let say = |piece: history::Piece| {
                    let history::Piece { events, since, whole } = piece;
                    tell(Told::Past { other: other.clone(), events, since, whole })
                };
                // What it says of a failure has been told.
                drop(history::walk(self, &other.group, &say).await);
            }
        }
    }

    /// Four questions at once: each may be forbidden without the others.
    async fn about<F>(&self, function: &str, tell: impl Fn(Told) -> F)
    where
        F: Future<Output = ()>,
    {
        let name = || function.to_owned();
        let settings = async { tell(Told::Settings(name(), self.settings(function).await)).await };
        let reserved = async { tell(Told::Reserved(name(), self.reserved(function).await)).await };
        let asynchronous =
            async { tell(Told::Asynchronous(name(), self.asynchronous(function).await)).await };
        let limits = async { tell(Told::Limits(self.limits().await)).await };
        futures_util::future::join(
            futures_util::future::join(Box::pin(settings), Box::pin(reserved)),
            futures_util::future::join(Box::pin(asynchronous), Box::pin(limits)),
        )
        .await;
    }
}

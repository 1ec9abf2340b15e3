//! Signals that ask for an end.

use std::io;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// How long the end may take, where nobody takes what is still to be written.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whether somebody asked for the end.
#[derive(Debug, Clone)]
pub(super) struct Asked(watch::Receiver<bool>);

impl Asked {
    /// Listens for SIGINT, SIGTERM and SIGHUP, within a runtime whose other threads run while one writes.
    ///
    /// A second signal, or a second of time, ends the process whatever it is at.
    pub fn listen() -> io::Result<Self> {
        let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
        let [mut interrupt, mut terminate, mut hangup] = signals(kinds)?;
        let (sender, receiver) = watch::channel(false);
        tokio::spawn(async move {
            let mut next = async || {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                    _ = hangup.recv() => {}
                }
            };
            next().await;
            sender.send_replace(true);
            let _ = tokio::time::timeout(PATIENCE, next()).await;
            std::process::exit(0);
        });
        Ok(Self(receiver))
    }

    /// Nobody asks.
    #[cfg(test)]
    pub fn never() -> Self {
        Self(watch::channel(false).1)
    }

    /// Waits until somebody asks.
    pub async fn wait(&mut self) {
        if self.0.wait_for(|asked| *asked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

fn signals<const N: usize>(kinds: [SignalKind; N]) -> io::Result<[Signal; N]> {
    let all: Vec<Signal> = kinds.into_iter().map(signal).collect::<io::Result<_>>()?;
    all.try_into().map_err(|_| io::Error::other("signals"))
}

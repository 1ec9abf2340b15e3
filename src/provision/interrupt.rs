//! Ctrl-C, which stops the looking and never the writing.

use tokio::sync::watch;

/// Whether the user wants no more; cheap to clone.
#[derive(Debug, Clone)]
pub struct Interrupt(Option<watch::Receiver<bool>>);

impl Interrupt {
    /// Listens for Ctrl-C from now on, within a tokio runtime. A second one ends the process at once.
    pub fn listen() -> Self {
        let (sender, receiver) = watch::channel(false);
        tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                if sender.send_replace(true) {
                    // 128 + SIGINT, as shells count.
                    std::process::exit(130);
                }
            }
        });
        Self(Some(receiver))
    }

    /// Nobody interrupts.
    pub fn never() -> Self {
        Self(None)
    }

    /// Whether it has been asked for.
    pub fn is_asked(&self) -> bool {
        self.0.as_ref().is_some_and(|receiver| *receiver.borrow())
    }

    /// Waits until it is asked for.
    pub async fn asked(&self) {
        if let Some(mut receiver) = self.0.clone()
            && receiver.wait_for(|asked| *asked).await.is_ok()
        {
            return;
        }
        std::future::pending::<()>().await;
    }
}

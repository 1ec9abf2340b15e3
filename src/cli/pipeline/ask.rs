//! Asking a person.

use std::io::{IsTerminal as _, Write as _};

use crate::provision::Interrupt;

/// Whether there is anybody to ask.
pub(super) fn is_anybody_there() -> bool {
    std::io::stdin().is_terminal()
}

/// The answer to a question, without what surrounds it; `None`: none came, or the user wants no more.
pub(super) async fn ask(question: &str, interrupt: &Interrupt) -> Option<String> {
    let mut err = std::io::stderr();
    let _ = write!(err, "{question} ").and_then(|()| err.flush());
    let answer = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        let count = std::io::stdin().read_line(&mut line).ok()?;
        (count > 0).then(|| line.trim().to_owned())
    });
    tokio::select! {
        answer = answer => answer.ok().flatten(),
        () = interrupt.asked() => None,
    }
}

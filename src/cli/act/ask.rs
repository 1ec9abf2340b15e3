//! Asking the person at the terminal, where there is one.

use std::io::{IsTerminal as _, Write as _};

use crate::domain::action::Action;
use crate::domain::pipeline::Pipeline;
use crate::domain::text::visible;

/// What a person said.
pub(super) enum Word {
    Yes,
    No,
    /// There is nobody to ask.
    Nobody,
}

/// Asks for a yes; in production, for the target's name.
pub(super) fn ask(pipeline: &Pipeline, action: &Action) -> Word {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Word::Nobody;
    }
    let wanted = if pipeline.production { action.target() } else { "yes" };
    let mut err = std::io::stderr();
    let _ = write!(err, "type {} to {}: ", visible(wanted), action.verb().words()).and_then(|()| err.flush());
    let mut line = String::new();
    match std::io::stdin().read_line(&mut line) {
        Ok(_) if line.trim_end_matches(['\r', '\n']) == wanted => Word::Yes,
        _ => Word::No,
    }
}

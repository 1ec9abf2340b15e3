//! What reaches the console.

use crossterm::event::KeyEvent;
use ratatui::layout::Size;

use crate::domain::Heard;
use crate::domain::errand::{Errand, Step};

/// Everything that can happen; there is no other way in.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "messages are moved once and never stored")]
pub enum Msg {
    /// The user pressed a key.
    Key(KeyEvent),
    /// The user pasted text; it never triggers a command.
    Paste(String),
    /// The terminal has a new size.
    Resize(Size),
    /// Somebody asks the process to stop.
    Suspend,
    /// The process goes on after a stop, on a terminal of this size.
    Resume(Size),
    /// What became of something that was asked for and is no observation: good news, or bad.
    Told(Result<String, String>),
    /// Something that takes a while has come so far.
    Step(Errand, Step),
    /// The editor has ended, on a terminal of this size now: with this text, or with a reason why there is none.
    Edited(Size, Result<String, String>),
    /// Something was observed.
    Heard(Heard),
    /// A word on the screen may have changed by time alone.
    Tick,
}

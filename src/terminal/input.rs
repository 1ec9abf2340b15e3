//! Keys, pastes and sizes from the terminal, and signals, as messages.

use crossterm::event::{Event, EventStream, KeyEventKind};
use futures_util::{Stream, StreamExt};
use ratatui::layout::Size;
use tokio::signal::unix::{SignalKind, signal};

use crate::app::Msg;

/// What the user does, until the terminal ends or a signal asks to leave.
///
/// # Errors
/// When the signals cannot be listened to.
pub fn messages() -> std::io::Result<impl Stream<Item = Msg> + Unpin> {
    let events = EventStream::new().take_while(|event| std::future::ready(event.is_ok()));
    let messages = events.filter_map(|event| std::future::ready(event.ok().and_then(message)));
    let leave = Box::pin(asked_to_leave()?);
    Ok(Box::pin(messages.take_until(leave)))
}

fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Msg::Key(key)),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(width, height) => Some(Msg::Resize(Size::new(width, height))),
        Event::Key(_) | Event::Mouse(_) | Event::FocusGained | Event::FocusLost => None,
    }
}

fn asked_to_leave() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

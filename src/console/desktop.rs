//! What the console does for its user beside AWS: the clipboard, files, the editor.

use std::io::{self, Write};

use humansize::{DECIMAL, format_size};
use ratatui::layout::Size;
use tokio::sync::{mpsc, watch};

use crate::app::Msg;
use crate::console::saving::Saving;
use crate::domain::text::visible;
use crate::effect::{Clip, Draft, Save};
use crate::guardian::{Bond, Hold};
use crate::state;
use crate::terminal::clipboard::Way;
use crate::terminal::editor;
use crate::terminal::input::Reader;
use crate::terminal::tty::Tty;

/// How many answers may wait; more are not needed, for each is the answer to a key.
pub const ANSWERS: usize = 16;

/// Tells the console what became of each thing.
#[derive(Debug)]
pub struct Desktop {
    told: mpsc::Sender<Msg>,
    reader: watch::Sender<Reader>,
    saving: Option<Saving>,
}

impl Desktop {
    /// A desktop that answers to `told` and says to `reader` who reads the terminal.
    pub fn new(told: mpsc::Sender<Msg>, reader: watch::Sender<Reader>) -> Self {
        Self { told, reader, saving: None }
    }

    /// Copies into the terminal's clipboard, or into a file when it is too long for that.
    pub fn copy(&self, clip: &Clip, tty: &mut Tty<impl Write>) {
        let text = clip.text.exact();
        let length = format_size(text.len(), DECIMAL);
        let told = match Way::here().sequence(text) {
            Some(sequence) => tty
                .pass(&sequence)
                .map(|()| format!("copied {} ({length}) to the terminal's clipboard", clip.what)),
            None => set_aside(text).map(|path| {
                format!("{} ({length}) is too long for the clipboard: it is in {path}", clip.what)
            }),
        };
        let told = told.map_err(|error| format!("{} could not be copied: {error}", clip.what));
        // Only if the console has stopped listening; then there is no notice to show either.
        let _ = self.told.try_send(Msg::Told(told));
    }

    /// Begins to write a file; one at a time.
    pub fn save(&mut self, save: Save) {
        if self.saving.as_ref().is_some_and(|saving| !saving.is_over()) {
            let told = Err("another file is being written; esc stops that".to_owned());
            // Only if the console has stopped listening.
            let _ = self.told.try_send(Msg::Told(told));
            return;
        }
        self.saving = Some(Saving::start(save, self.told.clone()));
    }

    /// Stops what is being written; nothing of it is left.
    pub fn stop_saving(&mut self) {
        self.saving = None;
    }

    /// Runs the editor in a thread of its own; nobody else reads the terminal meanwhile.
    pub fn edit(&self, draft: Draft, bond: Bond, size: fn() -> io::Result<Size>) {
        self.reader.send_replace(Reader::Editor);
        let told = self.told.clone();
        std::thread::spawn(move || {
            let text = editor::edit(&draft, |editor| bond.tell(Hold::Lent(editor)));
            drop(told.blocking_send(Msg::Edited(size().unwrap_or_default(), text)));
        });
    }

    /// The console reads the terminal again.
    pub fn is_back(&self) {
        self.reader.send_replace(Reader::Console);
    }
}

fn set_aside(text: &str) -> io::Result<String> {
    let (path, mut file) = state::fresh(&state::folder()?, "copy", ".txt")?;
    file.write_all(text.as_bytes())?;
    Ok(visible(&path.to_string_lossy()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_copied_is_told_and_its_bytes_go_to_the_terminal() {
        let (told, mut answers) = mpsc::channel(ANSWERS);
        let desktop = Desktop::new(told, watch::channel(Reader::Console).0);
        let mut bytes = Vec::new();
        let mut tty = Tty::new(&mut bytes, || Ok(Size::new(20, 3)));
        desktop.copy(&Clip { what: "the request id".into(), text: "a\nb".into() }, &mut tty);
        let Some(Msg::Told(told)) = answers.recv().await else { panic!("nothing was told") };
        assert_eq!(told, Ok("copied the request id (3 B) to the terminal's clipboard".to_owned()));
        assert!(String::from_utf8(bytes).unwrap().contains("]52;c;YQpi\x07"));
    }
}

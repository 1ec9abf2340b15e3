//! What the console does for its user beside AWS: the clipboard, files, the editor.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use humansize::{DECIMAL, format_size};
use ratatui::layout::Size;
use tokio::sync::{mpsc, watch};

use crate::app::Msg;
use crate::domain::text::visible;
use crate::effect::{Clip, Draft, Existing, Save};
use crate::guardian::{Bond, Hold};
use crate::state;
use crate::terminal::clipboard::Way;
use crate::terminal::editor;
use crate::terminal::input::Reader;
use crate::terminal::tty::Tty;

/// How many answers may wait; more are not needed, for each is the answer to a key.
pub const ANSWERS: usize = 16;

/// Tells the console what became of each thing.
#[derive(Debug, Clone)]
pub struct Desktop {
    told: mpsc::Sender<Msg>,
    reader: watch::Sender<Reader>,
}

impl Desktop {
    /// A desktop that answers to `told` and says to `reader` who reads the terminal.
    pub fn new(told: mpsc::Sender<Msg>, reader: watch::Sender<Reader>) -> Self {
        Self { told, reader }
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

    /// Writes a file, in a task that may wait for the disk.
    pub fn save(&self, save: Save) {
        let told = self.told.clone();
        // A console that has gone has nobody to tell.
        tokio::task::spawn_blocking(move || drop(told.blocking_send(Msg::Told(saved(&save)))));
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
    Ok(name(&path))
}

fn saved(save: &Save) -> Result<String, String> {
    let (name, length) = (name(&save.path), format_size(save.text.len(), DECIMAL));
    match write(save) {
        Ok(()) => Ok(format!("saved {length} to {name}")),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(format!("{name} is there already; nothing was written"))
        }
        Err(error) => Err(format!("{name} could not be written: {error}")),
    }
}

fn write(save: &Save) -> io::Result<()> {
    let mut how = OpenOptions::new();
    let how = match save.existing {
        Existing::Stays => how.write(true).create_new(true),
        Existing::Goes => how.write(true).create(true).truncate(true),
    };
    how.open(&save.path)?.write_all(save.text.as_bytes())
}

fn name(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn save(path: &Path, text: &str, existing: Existing) -> Result<String, String> {
        saved(&Save { path: path.to_owned(), text: text.into(), existing })
    }

    #[test]
    fn a_file_is_replaced_only_when_that_is_asked_for() {
        let path = std::env::temp_dir().join(format!("farol-save-{}", std::process::id()));
        let name = path.display();
        assert_eq!(save(&path, "one", Existing::Stays), Ok(format!("saved 3 B to {name}")));
        let refused = Err(format!("{name} is there already; nothing was written"));
        assert_eq!(save(&path, "two", Existing::Stays), refused);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(save(&path, "2", Existing::Goes), Ok(format!("saved 1 B to {name}")));
        assert_eq!(fs::read_to_string(&path).unwrap(), "2");
        fs::remove_file(&path).unwrap();
    }

    #[test]
    fn a_place_that_cannot_be_written_is_said_with_its_reason() {
        let said = save(Path::new("/no/such/place"), "", Existing::Stays).unwrap_err();
        assert!(said.starts_with("/no/such/place could not be written: No such file"), "{said}");
    }

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

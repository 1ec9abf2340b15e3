//! The user's own editor, on a file that only they may read and that is gone afterwards.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};

use crate::effect::Draft;
use crate::state;

/// The largest text that is taken back: Lambda takes 6 MB (aws.md has the quota), and an editor can be handed anything.
const MOST: u64 = 6 << 20;

/// What the name of a sheet begins with.
const STEM: &str = "edit";

/// The text's file; removed when dropped.
struct Sheet(PathBuf);

impl Drop for Sheet {
    fn drop(&mut self) {
        // Whoever removed it already did what is wanted.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Runs the editor on the terminal, says which process it is, and waits for it; what it made of the text, or why there is
/// nothing.
pub fn edit(draft: &Draft, begun: impl FnOnce(Pid)) -> Result<String, String> {
    let folder = state::folder().map_err(|error| format!("no file to edit: {error}"))?;
    edit_with(&command(), &folder, draft, begun)
}

/// Removes what consoles left behind that ended while their editor was open: of processes that are gone, and nothing else.
pub fn sweep() {
    if let Some(folder) = state::place() {
        sweep_in(&folder);
    }
}

fn sweep_in(folder: &Path) {
    // Without a folder nothing was left in it.
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let owner = entry.file_name().to_str().and_then(owner);
        if owner.is_some_and(|owner| test_kill_process(owner) == Err(Errno::SRCH)) {
            // What cannot be removed now is tried again at the next start.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Whose sheet a file of this name is; `None`: it is no sheet.
fn owner(name: &str) -> Option<Pid> {
    let (stem, suffix) = name.strip_prefix(STEM)?.strip_prefix('-')?.split_once('.')?;
    let (process, number) = stem.split_once('-')?;
    let is_ours = matches!(suffix, "json" | "txt") && number.parse::<u32>().is_ok();
    process.parse().ok().filter(|_| is_ours).filter(|process| *process > 0).and_then(Pid::from_raw)
}

fn edit_with(command: &str, folder: &Path, draft: &Draft, begun: impl FnOnce(Pid)) -> Result<String, String> {
    let sheet = written(folder, draft).map_err(|error| format!("no file to edit: {error}"))?;
    match run(command, &sheet.0, begun) {
        Ok(status) if status.success() => read(&sheet.0),
        Ok(status) => Err(format!("{command} ended with {status}; nothing was changed")),
        Err(error) => Err(format!("{command} could not be started: {error}")),
    }
}

/// The editor waits for a word until it is known who it is: a console that is killed before has no editor, and one that is
/// killed after is known to have one. The word comes where its errors go later, as that end need not be read from.
fn run(command: &str, sheet: &Path, begun: impl FnOnce(Pid)) -> io::Result<ExitStatus> {
    // As git does it: the variable may hold arguments too, and it is the user's own.
    let script = format!("read -r word <&2 && exec {command} \"$@\" 2>&1");
    let (heard, mut said) = io::pipe()?;
    let mut child =
        Command::new("sh").args(["-c", &script, command]).arg(sheet).stderr(Stdio::from(heard)).spawn()?;
    begun(Pid::from_child(&child));
    said.write_all(b"go\n")?;
    drop(said);
    child.wait()
}

fn command() -> String {
    let set = ["VISUAL", "EDITOR"].iter().filter_map(|name| std::env::var(name).ok());
    set.into_iter().find(|command| !command.trim().is_empty()).unwrap_or_else(|| "vi".to_owned())
}

fn written(folder: &Path, draft: &Draft) -> io::Result<Sheet> {
    let (path, mut file) = state::fresh(folder, STEM, draft.suffix)?;
    let sheet = Sheet(path);
    file.write_all(draft.text.as_bytes())?;
    Ok(sheet)
}

fn read(path: &Path) -> Result<String, String> {
    let length = std::fs::metadata(path).map_err(|error| format!("the edited file: {error}"))?.len();
    if length > MOST {
        return Err(format!("the edited text is {length} bytes, more than the {MOST} that are taken"));
    }
    std::fs::read_to_string(path).map_err(|error| format!("the edited file: {error}"))
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

    use rustix::process::{WaitOptions, waitpid};

    use super::*;

    fn fresh() -> PathBuf {
        let name = format!("farol-editor-{}-{}", std::process::id(), fastrand::u32(..));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder).unwrap();
        folder
    }

    #[track_caller]
    fn check(command: &str, want: &Result<String, String>) {
        let folder = fresh();
        let draft = Draft { text: "{}".to_owned(), suffix: ".json" };
        assert_eq!(&edit_with(command, &folder, &draft, |_| ()), want);
        // `remove_dir` refuses a folder that is not empty: nothing is left behind.
        std::fs::remove_dir(&folder).unwrap();
    }

    #[test]
    fn what_the_editor_writes_comes_back_and_nothing_stays() {
        check("true", &Ok("{}".to_owned()));
        check("sed -i s/{/[/", &Ok("[}".to_owned()));
    }

    #[test]
    fn an_editor_that_fails_changes_nothing() {
        check("false", &Err("false ended with exit status: 1; nothing was changed".to_owned()));
        let said = "/no/such ended with exit status: 127; nothing was changed".to_owned();
        check("/no/such", &Err(said));
        check("rm", &Err("the edited file: No such file or directory (os error 2)".to_owned()));
    }

    #[test]
    fn an_editor_whose_console_ends_before_it_is_known_never_begins() {
        let folder = fresh();
        let begun = folder.join("begun");
        let command = format!("touch {}", begun.display());
        let sheet = folder.join("sheet");
        let mut shell = None;
        let ended = catch_unwind(AssertUnwindSafe(|| {
            run(&command, &sheet, |process| {
                shell = Some(process);
                // The console's end closes what is its own, as a kill does.
                resume_unwind(Box::new(()));
            })
        }));
        assert!(ended.is_err());
        waitpid(shell, WaitOptions::empty()).unwrap();
        assert!(!begun.exists());
        std::fs::remove_dir(&folder).unwrap();
    }

    #[test]
    fn a_sheet_is_removed_only_if_its_console_is_gone() {
        let folder = fresh();
        let mut gone = Command::new("true").spawn().unwrap();
        gone.wait().unwrap();
        let (gone, here) = (gone.id(), std::process::id());
        let kept = [
            format!("edit-{here}-1.json"),
            format!("copy-{gone}-1.txt"),
            format!("edit-{gone}.json"),
            format!("edit-{gone}-1.json.bak"),
            "edit--1-1.json".to_owned(),
            "edit-0-1.json".to_owned(),
            "edit-notes.txt".to_owned(),
        ];
        let swept = [format!("edit-{gone}-1.json"), format!("edit-{gone}-2.txt")];
        for file in kept.iter().chain(&swept) {
            std::fs::write(folder.join(file), "{}").unwrap();
        }
        sweep_in(&folder);
        assert!(kept.iter().all(|file| folder.join(file).exists()));
        assert!(!swept.iter().any(|file| folder.join(file).exists()));
        std::fs::remove_dir_all(folder).unwrap();
    }
}

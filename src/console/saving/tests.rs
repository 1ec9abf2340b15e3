use std::cell::Cell;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::*;
use crate::clock::Time;
use crate::domain::log::{Buffer, Event, Excerpt, Query};

fn event(n: i64) -> Event {
    let time = Time::from_timestamp(n, 0).unwrap();
    let text = format!("{n} {}", "x".repeat(1_000)).into();
    Event { id: n.to_string().into(), group: "g".into(), stream: "s".into(), time, ingested: time, text }
}

fn save(path: &Path, lines: i64, existing: Existing) -> Save {
    let mut buffer = Buffer::default();
    buffer.extend((0..lines).map(event));
    let lines = Excerpt::new(&buffer, Arc::new(Query::default()), str::to_owned);
    Save { path: path.to_owned(), lines, existing }
}

fn run(save: &Save) -> Result<String, String> {
    saved(save, || true, |_| {}).unwrap()
}

/// A folder of its own, gone with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("farol-saving-{name}-{}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
        let mut names: Vec<String> = fs::read_dir(&self.0).unwrap().map(name).collect();
        names.sort_unstable();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
fn a_file_is_replaced_only_when_that_is_asked_for() {
    let folder = Folder::new("replaced");
    let path = folder.0.join("log");
    let name = path.display();
    assert_eq!(run(&save(&path, 1, Existing::Stays)), Ok(format!("saved 1 line (1.03 kB) to {name}")));
    let refused = Err(format!("{name} is there already; nothing was written"));
    assert_eq!(run(&save(&path, 2, Existing::Stays)), refused);
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 1);
    assert_eq!(run(&save(&path, 300, Existing::Goes)), Ok(format!("saved 300 lines (309.49 kB) to {name}")));
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 300);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(folder.names(), ["log"]);
}

#[test]
fn one_that_comes_while_it_is_written_stays_too() {
    let folder = Folder::new("late");
    let path = folder.0.join("log");
    let told = saved(&save(&path, 300, Existing::Stays), || true, |_| fs::write(&path, "other").unwrap());
    assert!(told.unwrap().unwrap_err().ends_with("is there already; nothing was written"));
    assert_eq!((fs::read_to_string(&path).unwrap().as_str(), folder.names().len()), ("other", 1));
}

#[test]
fn how_far_it_is_grows_and_one_that_is_stopped_leaves_nothing_behind() {
    let folder = Folder::new("stopped");
    let (save, mut said) = (save(&folder.0.join("log"), 1_000, Existing::Stays), Vec::new());
    let pieces = Cell::new(0);
    let goes_on = || pieces.replace(pieces.get() + 1) < 5;
    assert_eq!(saved(&save, goes_on, |percent| said.push(percent)), None);
    assert!(said.len() == 5 && said.is_sorted() && said[4] < 100, "{said:?}");
    assert!(folder.names().is_empty());
}

#[test]
fn a_link_is_followed_and_what_is_no_file_is_left_alone() {
    let folder = Folder::new("link");
    let (file, link) = (folder.0.join("file"), folder.0.join("link"));
    fs::write(&file, "old").unwrap();
    symlink(&file, &link).unwrap();
    run(&save(&link, 1, Existing::Goes)).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&file).unwrap().contains(" g 0 xxx"));
    let said = run(&save(Path::new("/dev/null"), 1, Existing::Goes)).unwrap_err();
    assert_eq!(said, "/dev/null could not be written: it is there and no file");
    let said = run(&save(&folder.0, 1, Existing::Goes)).unwrap_err();
    assert!(said.ends_with("it is there and no file"), "{said}");
}

#[test]
fn a_place_that_cannot_be_written_is_said_with_its_reason() {
    let said = run(&save(Path::new("/no/such/place"), 1, Existing::Stays)).unwrap_err();
    assert!(said.starts_with("/no/such/place could not be written: No such file"), "{said}");
}

#[test]
fn what_became_of_it_is_told_even_where_there_was_no_room_for_how_far_it_was() {
    let folder = Folder::new("told");
    let (told, mut answers) = mpsc::channel(1);
    let saving = Saving::start(save(&folder.0.join("log"), 1_000, Existing::Stays), told);
    let steps = std::iter::from_fn(|| answers.blocking_recv());
    let last = steps.last().unwrap();
    assert!(matches!(last, Msg::Step(Errand::Save, Step::Over(Ok(_)))), "{last:?}");
    drop(saving);
}

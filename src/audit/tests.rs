use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use super::*;

/// A journal in a folder of its own, which is gone afterwards.
struct Desk(PathBuf);

impl Desk {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("farol-audit-{}", uuid::Uuid::new_v4())))
    }

    fn path(&self) -> PathBuf {
        self.0.join("farol").join("audit.jsonl")
    }

    fn journal(&self) -> Journal {
        Journal::At(self.path())
    }

    fn write(&self, entries: impl IntoIterator<Item = Entry>) {
        for entry in entries {
            self.journal().append(Time::UNIX_EPOCH, entry).unwrap();
        }
    }

    fn read(&self) -> Reading {
        self.journal().read().unwrap()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn intent(id: &str) -> Entry {
    Entry::Intent(Box::new(Intent {
        id: id.to_owned(),
        who: Some(Who {
            arn: "arn:aws:iam::123456789012:user/a\u{202e}\"b".into(),
            account: "123456789012".into(),
        }),
        region: "us-east-2".into(),
        pipeline: "p".into(),
        operation: "glue:StartJobRun".into(),
        target: Target { target: "j".into(), run: None },
        input: None,
        marked: true,
        known: Known::default(),
    }))
}

fn outcome(id: &str, outcome: Ending) -> Entry {
    Entry::Outcome { id: id.to_owned(), outcome, detail: "jr_1".into() }
}

fn verdict(id: &str) -> Entry {
    Entry::Verdict { id: id.to_owned(), outcome: Ending::Refused, evidence: "no run".into() }
}

fn some() -> Vec<Entry> {
    vec![intent("a"), outcome("a", Ending::Accepted), intent("b"), outcome("b", Ending::Unknown), intent("c")]
}

#[test]
fn what_was_written_is_read_back_in_order_and_whole() {
    let desk = Desk::new();
    desk.write(some());
    let reading = desk.read();
    let entries: Vec<Entry> = reading.records.iter().map(|line| line.record.entry.clone()).collect();
    assert_eq!(entries, some());
    assert_eq!((reading.torn, reading.breaks), (vec![], vec![]));
}

#[test]
fn the_file_is_its_owners_alone_even_if_it_was_not_before() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path().parent().unwrap()).unwrap();
    std::fs::write(desk.path(), "").unwrap();
    std::fs::set_permissions(desk.path(), std::fs::Permissions::from_mode(0o644)).unwrap();
    desk.write([intent("a")]);
    let mode = |path: PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(desk.path()), 0o600);
    let fresh = Desk::new();
    fresh.write([intent("a")]);
    assert_eq!((mode(fresh.path()), mode(fresh.0.join("farol"))), (0o600, 0o700));
    assert_eq!(mode(fresh.path().with_extension("head")), 0o600);
}

#[test]
fn what_has_no_outcome_or_an_unknown_one_is_unresolved_until_a_verdict() {
    let desk = Desk::new();
    desk.write(some());
    let ids = || desk.read().unresolved().into_iter().map(|u| u.intent.id).collect::<Vec<_>>();
    assert_eq!(ids(), ["b", "c"]);
    desk.write([verdict("b")]);
    assert_eq!(ids(), ["c"]);
}

#[test]
fn every_prefix_of_the_file_reads_back_as_whole_records_and_at_most_one_torn_line() {
    let desk = Desk::new();
    desk.write(some());
    let bytes = std::fs::read(desk.path()).unwrap();
    let ends: Vec<usize> = (0..bytes.len()).filter(|n| bytes[*n] == b'\n').collect();
    for cut in 0..=bytes.len() {
        let reading = Reading::of(&bytes[..cut], None);
        let whole = ends.iter().filter(|end| **end <= cut).count();
        assert_eq!((reading.records.len(), reading.breaks.len()), (whole, 0), "cut at {cut}");
        assert!(reading.torn.len() <= 1, "cut at {cut}");
    }
}

#[test]
fn after_a_torn_line_the_chain_goes_on() {
    let whole = Desk::new();
    whole.write(some());
    let bytes = std::fs::read(whole.path()).unwrap();
    for cut in (1..bytes.len()).step_by(7) {
        let desk = Desk::new();
        std::fs::create_dir_all(desk.path().parent().unwrap()).unwrap();
        std::fs::write(desk.path(), &bytes[..cut]).unwrap();
        let before = desk.read();
        desk.write([intent("z"), outcome("z", Ending::Refused)]);
        let after = desk.read();
        assert_eq!(after.records.len(), before.records.len() + 2, "cut at {cut}");
        assert_eq!((after.breaks.len(), after.torn.len()), (0, before.torn.len()), "cut at {cut}");
    }
}

#[test]
fn whatever_is_changed_or_cut_is_found_out() {
    let desk = Desk::new();
    desk.write(some());
    let good = std::fs::read_to_string(desk.path()).unwrap();
    let lines: Vec<&str> = good.lines().collect();
    let without = |n: usize| {
        let kept = lines.iter().enumerate().filter(|(i, _)| *i != n).map(|(_, line)| *line);
        kept.collect::<Vec<_>>().join("\n") + "\n"
    };
    let mut spoiled: Vec<String> = (0..lines.len()).map(without).collect();
    spoiled.push(good.replacen("glue:StartJobRun", "glue:StartCrawler", 1));
    spoiled.push(good.replacen("\"accepted\"", "\"refused\"", 1));
    spoiled.push([lines[1], lines[0], lines[2], lines[3], lines[4], ""].join("\n"));
    spoiled.push(String::new());
    spoiled.extend((0..good.len()).step_by(11).map(|n| {
        let mut bytes = good.clone().into_bytes();
        bytes[n] ^= 1;
        String::from_utf8_lossy(&bytes).into_owned()
    }));
    for text in spoiled {
        std::fs::write(desk.path(), &text).unwrap();
        assert!(!desk.read().breaks.is_empty(), "{text}");
    }
}

#[test]
fn many_writers_leave_one_chain() {
    let desk = Desk::new();
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let desk = &desk;
            scope.spawn(move || (0..20).for_each(|n| desk.write([intent(&format!("{writer}-{n}"))])));
        }
    });
    let reading = desk.read();
    assert_eq!((reading.records.len(), reading.torn.len(), reading.breaks.len()), (160, 0, 0));
}

#[test]
fn what_cannot_be_written_says_where_and_what_to_do() {
    let append = |path: &str| Journal::At(path.into()).append(Time::UNIX_EPOCH, intent("a"));
    let said = append("/dev/full").unwrap_err().words();
    assert!(said.contains("/dev/full") && said.contains("No space left"), "{said}");
    let said = append("/proc/farol/audit.jsonl").unwrap_err().words();
    assert!(said.contains("/proc/farol/audit.jsonl"), "{said}");
    let said = Journal::Homeless.append(Time::UNIX_EPOCH, intent("a")).unwrap_err().words();
    assert!(said.contains("XDG_STATE_HOME"), "{said}");
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path().parent().unwrap()).unwrap();
    std::fs::write(desk.path(), "a diary\nof mine\n").unwrap();
    let said = desk.journal().append(Time::UNIX_EPOCH, intent("a")).unwrap_err().words();
    assert!(said.contains("move it away"), "{said}");
    std::fs::remove_file(desk.path()).unwrap();
    std::os::unix::fs::symlink("/tmp/elsewhere", desk.path()).unwrap();
    assert!(desk.journal().append(Time::UNIX_EPOCH, intent("a")).is_err(), "a link is not followed");
}

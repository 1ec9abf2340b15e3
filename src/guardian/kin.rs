//! A process and all that it started, as far as the system tells.

use std::fs;

use rustix::process::Pid;

/// The process and its descendants, parents first; itself alone where there is no `/proc`.
pub(super) fn family(first: Pid) -> Vec<Pid> {
    let all = processes();
    let mut family = vec![first];
    let mut next = 0;
    while let Some(parent) = family.get(next).copied() {
        let is_child = |(process, of): &(Pid, Pid)| *of == parent && !family.contains(process);
        let children: Vec<Pid> =
            all.iter().filter(|one| is_child(one)).map(|(process, _)| *process).collect();
        family.extend(children);
        next += 1;
    }
    family
}

/// Every process with its parent.
fn processes() -> Vec<(Pid, Pid)> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    names.filter_map(|name| Some((pid(&name)?, parent(&name)?))).collect()
}

fn parent(process: &str) -> Option<Pid> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // A name may hold spaces and brackets, so that what counts is behind the last one.
    pid(stat.rsplit_once(')')?.1.split_whitespace().nth(1)?)
}

fn pid(text: &str) -> Option<Pid> {
    text.parse().ok().filter(|pid| *pid > 0).and_then(Pid::from_raw)
}

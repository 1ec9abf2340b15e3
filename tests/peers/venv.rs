//! Python environments: made once for each requirements file, shared by all tests and runs.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A virtual environment in which a requirements file is installed.
pub struct Venv {
    home: PathBuf,
}

impl Venv {
    /// Where a program of the environment is, such as `python` or what a package brings.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.join("bin").join(name)
    }

    /// Such a program, ready to be given its arguments.
    pub fn program(&self, name: &str) -> Command {
        Command::new(self.path(name))
    }
}

/// The environment for a requirements file, made if it is not there yet.
///
/// `None`, with a visible line, where there is no Python; that is a failure where `CI` is set.
pub fn venv(requirements: &Path) -> Option<Venv> {
    if !has_python() {
        assert!(std::env::var_os("CI").is_none(), "CI has to have python3 of 3.11 or later with venv");
        // Not `eprintln!`, which the test harness keeps to itself while all goes well.
        let line = format!(
            "skipped: no python3 of 3.11 or later with venv, so {} is not tried\n",
            requirements.display()
        );
        let _ = std::io::stderr().write_all(line.as_bytes());
        return None;
    }
    let home = home(requirements);
    let lock = File::create(home.with_extension("lock")).expect("a lock file below target");
    lock.lock().expect("the lock: one test makes the environment, others wait");
    if !home.join("ready").exists() {
        make(&home, requirements).unwrap_or_else(|said| panic!("{said}"));
    }
    Some(Venv { home })
}

fn has_python() -> bool {
    let question = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
    let found = Command::new("python3").args(["-c", question]).output();
    found.is_ok_and(|output| output.status.success())
}

/// `target/peers/NAME-HASH`: other requirements get another environment.
fn home(requirements: &Path) -> PathBuf {
    let text = fs::read(requirements).expect("the requirements file");
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let stem = requirements.file_stem().and_then(OsStr::to_str).expect("a plain name");
    let peers = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("peers");
    fs::create_dir_all(&peers).expect("a directory below target");
    peers.join(format!("{stem}-{:016x}", hasher.finish()))
}

fn make(home: &Path, requirements: &Path) -> Result<(), String> {
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(home))?;
    let mut pip = Command::new(home.join("bin").join("pip"));
    run(pip.args(["install", "--quiet", "--disable-pip-version-check", "-r"]).arg(requirements))?;
    File::create(home.join("ready")).map_err(|error| error.to_string())?;
    Ok(())
}

/// Runs a command to its end; says what it said if it failed.
pub fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(format!("{command:?}: {}\n{out}\n{err}", output.status))
}

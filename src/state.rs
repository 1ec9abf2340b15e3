//! Where the console keeps what is its own between sessions: files that only their owner may read.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// `$XDG_STATE_HOME/farol`, or what the system has instead. `None`: there is no home.
pub fn place() -> Option<PathBuf> {
    let dirs = directories::ProjectDirs::from("", "", "farol")?;
    Some(dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned())
}

/// The folder, made if it is not there.
///
/// # Errors
/// When there is no home, or the system refuses.
pub fn folder() -> io::Result<PathBuf> {
    let place = place().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "there is no home folder"))?;
    DirBuilder::new().recursive(true).mode(0o700).create(&place)?;
    Ok(place)
}

/// A new file in `folder` that only its owner may read, with a name that none had before: `stem`, a number, `suffix`.
///
/// # Errors
/// What the system says.
pub fn fresh(folder: &Path, stem: &str, suffix: &str) -> io::Result<(PathBuf, File)> {
    for n in 1..10_000 {
        let path = folder.join(format!("{stem}-{}-{n}{suffix}", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (path, file)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn every_file_is_new_and_its_owner_s_alone() {
        let folder = std::env::temp_dir();
        let (first, file) = fresh(&folder, "farol-state-test", ".txt").unwrap();
        let (second, _) = fresh(&folder, "farol-state-test", ".txt").unwrap();
        assert_ne!(first, second);
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        for path in [first, second] {
            std::fs::remove_file(path).unwrap();
        }
    }
}

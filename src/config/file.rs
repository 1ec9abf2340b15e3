//! The file: where it is, and whether it can be trusted.

use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// The largest file that is read: a configuration is a few kilobytes.
const MOST_BYTES: u64 = 1 << 20;

/// Why a file is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The system does not let us read it; what it says.
    Unreadable(String),
    /// A directory, a pipe, a device.
    NotAFile,
    /// Larger than any configuration.
    TooLarge,
    /// Not UTF-8, from this byte on.
    NotText(usize),
    /// Others may write it, so what it says may not be the owner's; its mode.
    Writable(u32),
    /// It belongs to somebody else than us or root; their user id.
    Foreign(u32),
}

impl Refusal {
    /// What is wrong with the file at `path` and what to do about it, in one line.
    pub fn words(&self, path: &Path) -> String {
        let path = path.display();
        match self {
            Self::Unreadable(said) => format!("cannot be read: {said}"),
            Self::NotAFile => "is not a file".to_owned(),
            Self::TooLarge => format!("is larger than {} KiB", MOST_BYTES / 1024),
            Self::NotText(byte) => format!("is not UTF-8 text: byte {byte} is not"),
            Self::Writable(mode) => {
                format!(
                    "others may change it (mode {mode:04o}), so it is not trusted: run `chmod go-w {path}`"
                )
            }
            Self::Foreign(owner) => {
                format!(
                    "belongs to user {owner}, so it is not trusted: run `chown \"$USER\" {path}`, or copy it"
                )
            }
        }
    }
}

/// Where the configuration belongs: `$XDG_CONFIG_HOME/farol/config.toml`. `None`: there is no home.
pub fn place() -> Option<PathBuf> {
    let dirs = directories::ProjectDirs::from("", "", "farol")?;
    Some(dirs.config_dir().join("config.toml"))
}

/// Whether there is anything at `path`; what cannot be looked at counts as there, so that it is complained about.
pub(super) fn exists(path: &Path) -> bool {
    path.try_exists().unwrap_or(true) || path.is_symlink()
}

/// The text of a file that can be trusted. What is checked is what is read: the file is opened first.
pub(super) fn read(path: &Path) -> Result<String, Refusal> {
    let unreadable = |error: std::io::Error| Refusal::Unreadable(error.to_string());
    if !std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(Refusal::NotAFile); // before opening: a pipe would block
    }
    let file = File::open(path).map_err(unreadable)?;
    check(&file.metadata().map_err(unreadable)?, us())?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Refusal::TooLarge);
    }
    String::from_utf8(bytes).map_err(|error| Refusal::NotText(error.utf8_error().valid_up_to()))
}

fn check(metadata: &std::fs::Metadata, us: Option<u32>) -> Result<(), Refusal> {
    let (mode, owner) = (metadata.permissions().mode() & 0o7777, metadata.uid());
    if mode & 0o022 != 0 {
        return Err(Refusal::Writable(mode));
    }
    if owner != 0 && Some(owner) != us {
        return Err(Refusal::Foreign(owner));
    }
    Ok(())
}

/// Our user id: the owner of our own process, or of our home where there is no `/proc`.
fn us() -> Option<u32> {
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    let owner = |path: &Path| std::fs::metadata(path).map(|metadata| metadata.uid()).ok();
    owner(Path::new("/proc/self")).or_else(|| owner(&home?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of our own that is gone afterwards.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str, bytes: &[u8], mode: u32) -> Self {
            let path = std::env::temp_dir().join(format!("farol-{}-{name}.toml", std::process::id()));
            std::fs::write(&path, bytes).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            Self(path)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    #[test]
    fn a_file_that_others_may_write_is_refused_with_the_remedy() {
        for (mode, good) in [(0o600, true), (0o644, true), (0o400, true), (0o620, false), (0o602, false)] {
            let file = Scratch::new(&format!("mode-{mode:o}"), b"", mode);
            let want = if good { Ok(String::new()) } else { Err(Refusal::Writable(mode)) };
            assert_eq!(read(&file.0), want, "{mode:o}");
        }
        let words = Refusal::Writable(0o664).words(Path::new("c.toml"));
        assert_eq!(words, "others may change it (mode 0664), so it is not trusted: run `chmod go-w c.toml`");
    }

    #[test]
    fn a_file_of_somebody_else_is_refused_unless_it_is_root() {
        let file = Scratch::new("owner", b"", 0o644);
        let metadata = std::fs::metadata(&file.0).unwrap();
        let owner = metadata.uid();
        assert_eq!(check(&metadata, Some(owner)), Ok(()));
        let want = if owner == 0 { Ok(()) } else { Err(Refusal::Foreign(owner)) };
        assert_eq!(check(&metadata, Some(owner + 1)), want);
    }

    #[test]
    fn what_is_no_text_file_is_refused() {
        assert_eq!(read(&std::env::temp_dir()), Err(Refusal::NotAFile));
        assert_eq!(read(Path::new("/dev/null")), Err(Refusal::NotAFile));
        assert!(matches!(read(Path::new("/nowhere/at/all")), Err(Refusal::Unreadable(_))));
        let latin = Scratch::new("latin", b"name = \"caf\xe9\"", 0o600);
        assert_eq!(read(&latin.0), Err(Refusal::NotText(11)));
        let vast = Scratch::new("vast", &vec![b'#'; (1 << 20) + 1], 0o600);
        assert_eq!(read(&vast.0), Err(Refusal::TooLarge));
    }
}

//! A file that is being fetched: under another name until it is whole, within its folder, and never over another one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use md5::{Digest as _, Md5};

use crate::domain::preview::Target;
use crate::domain::text::visible;

/// The folder as the user meant it: `~/` is the home folder.
pub fn folder(given: &Path) -> PathBuf {
    match (given.strip_prefix("~"), std::env::var_os("HOME")) {
        (Ok(rest), Some(home)) => Path::new(&home).join(rest),
        _ => given.to_owned(),
    }
}

/// Where an object comes down.
#[derive(Debug)]
pub struct Landing {
    folder: PathBuf,
    parts: Vec<String>,
    /// What it is called while it comes: another content has another name, so that no two are mixed.
    partial: PathBuf,
    whole: PathBuf,
    is_replacing: bool,
    file: Option<File>,
    length: u64,
}

impl Landing {
    /// Where an object comes down: these parts below a folder.
    pub fn new(folder: &Path, parts: &[String], target: &Target, is_replacing: bool) -> Self {
        let whole = parts.iter().fold(folder.to_owned(), |path, part| path.join(part));
        let content: String =
            target.etag.exact().chars().filter(char::is_ascii_alphanumeric).take(16).collect();
        let mut name = whole.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{content}.part"));
        let partial = whole.with_file_name(name);
        let (folder, parts) = (folder.to_owned(), parts.to_vec());
        Self { folder, parts, partial, whole, is_replacing, file: None, length: 0 }
    }

    /// Why nothing can come down here.
    pub fn refusal(&self) -> Option<String> {
        let name = visible(&self.whole.to_string_lossy()).into_owned();
        match fs::symlink_metadata(&self.whole) {
            Ok(there) if there.is_file() && self.is_replacing => None,
            Ok(there) if there.is_file() => {
                Some(format!("{name} is there already; nothing was fetched. ! after the folder replaces it"))
            }
            Ok(_) => Some(format!("{name} is there already, and no plain file")),
            Err(_) => None,
        }
    }

    /// How many bytes are here.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Makes the folders and opens the file, where it left off.
    pub fn begin(mut self) -> Result<Self, String> {
        self.open().map_err(|error| self.failed(&error))?;
        Ok(self)
    }

    fn open(&mut self) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let above = self.parts.len().saturating_sub(1);
        let mut path = self.folder.clone();
        for part in self.parts.iter().take(above) {
            path.push(part);
            match fs::symlink_metadata(&path) {
                Ok(there) if there.is_dir() => {}
                Ok(_) => return Err(io::Error::other("a link or a file is where a folder should be")),
                Err(_) => fs::create_dir(&path)?,
            }
        }
        if fs::symlink_metadata(&self.partial).is_ok_and(|there| !there.is_file()) {
            return Err(io::Error::other("what is fetched half is no plain file"));
        }
        let file = OpenOptions::new().append(true).create(true).open(&self.partial)?;
        self.length = file.metadata()?.len();
        self.file = Some(file);
        Ok(())
    }

    /// Adds bytes at the end.
    pub fn write(mut self, bytes: &[u8]) -> Result<Self, String> {
        let written = self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes));
        written.map_err(|error| self.failed(&error))?;
        self.length += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Ok(self)
    }

    /// Gives the file its name, if it is what the object is.
    pub fn end(mut self, size: u64, md5: Option<String>) -> Result<(), String> {
        drop(self.file.take());
        if self.length != size {
            let length = self.length;
            let gone = fs::remove_file(&self.partial);
            return Err(format!("{length} bytes came instead of {size}{}", kept(gone.is_err())));
        }
        if let Some(wanted) = md5 {
            let found = hash(&self.partial).map_err(|error| self.failed(&error))?;
            if found != wanted {
                let gone = fs::remove_file(&self.partial);
                return Err(format!("its MD5 is {found} instead of {wanted}{}", kept(gone.is_err())));
            }
        }
        self.settle().map_err(|error| self.failed(&error))
    }

    /// A link fails where a file is, which a renaming would replace.
    fn settle(&self) -> io::Result<()> {
        if self.is_replacing {
            return fs::rename(&self.partial, &self.whole);
        }
        match fs::hard_link(&self.partial, &self.whole) {
            Ok(()) => fs::remove_file(&self.partial),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // Some file systems have no links.
            Err(_) if fs::symlink_metadata(&self.whole).is_err() => fs::rename(&self.partial, &self.whole),
            Err(error) => Err(error),
        }
    }

    fn failed(&self, error: &io::Error) -> String {
        format!("{} could not be written: {error}", visible(&self.whole.to_string_lossy()))
    }
}

fn kept(is_kept: bool) -> &'static str {
    if is_kept { ", and it could not be taken away" } else { ", and is taken away" }
}

fn hash(path: &Path) -> io::Result<String> {
    use std::fmt::Write as _;
    let (mut file, mut md5, mut piece) = (File::open(path)?, Md5::new(), vec![0; 1 << 20]);
    loop {
        match file.read(&mut piece)? {
            0 => break,
            length => md5.update(piece.get(..length).unwrap_or_default()),
        }
    }
    Ok(md5.finalize().iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}

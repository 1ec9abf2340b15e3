//! A log of what the program itself does, for finding its defects: to a file, only if asked for.
//!
//! Never to the terminal, which belongs to the screen. Our own events, and the warnings of the SDK: at
//! other levels it would write requests with their payloads and signatures. Of its warnings only the message is written,
//! and nothing that it quotes: the SDK tells what a credential process said, and lines of the files with the keys.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::Arc;

use tracing::Level;
use tracing::field::Field;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::{Writer, debug_fn};
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};

use crate::domain::secret::without_data;

/// Writes events to the end of `path`, which only its owner may read.
pub fn to_file(path: &Path) -> io::Result<()> {
    let writer = Arc::new(open(path)?);
    let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Arc::clone(&writer));
    let masked =
        tracing_subscriber::fmt::layer().with_ansi(false).with_writer(writer).fmt_fields(debug_fn(bare));
    let both =
        tracing_subscriber::registry().with(lines.with_filter(ours())).with(masked.with_filter(theirs()));
    tracing::subscriber::set_global_default(both).map_err(io::Error::other)
}

fn open(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() && metadata.permissions().mode() & 0o077 != 0 {
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

/// The message without data, and of everything else nothing.
fn bare(writer: &mut Writer<'_>, field: &Field, value: &dyn fmt::Debug) -> fmt::Result {
    if field.name() == "message" { write!(writer, "{}", without_data(&format!("{value:?}"))) } else { Ok(()) }
}

fn ours() -> Targets {
    Targets::new().with_target("farol", Level::DEBUG)
}

fn theirs() -> Targets {
    Targets::new().with_target("aws", Level::WARN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_events_and_the_warnings_of_the_sdk_are_wanted_and_nothing_else() {
        let (ours, theirs) = (ours(), theirs());
        for (target, level, want) in [
            ("farol::cloud", Level::DEBUG, true),
            ("farol::cloud", Level::TRACE, false),
            ("aws_smithy_runtime::client", Level::WARN, true),
            ("aws_smithy_runtime::client", Level::DEBUG, false),
            ("hyper", Level::ERROR, false),
        ] {
            let is_wanted = ours.would_enable(target, &level) || theirs.would_enable(target, &level);
            assert_eq!(is_wanted, want, "{target} {level}");
        }
    }

    #[test]
    fn only_the_owner_may_read_the_log() {
        let path = std::env::temp_dir().join(format!("farol-trace-{}.log", std::process::id()));
        std::fs::write(&path, "older\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let file = open(&path).unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "older\n");
        std::fs::remove_file(&path).unwrap();
    }
}

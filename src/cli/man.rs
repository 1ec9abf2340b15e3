//! `farol man`.

use super::{Exit, command, complain, print};

pub(super) fn run() -> Exit {
    let mut page = Vec::new();
    match clap_mangen::Man::new(command()).render(&mut page) {
        Ok(()) => print(&String::from_utf8_lossy(&page), Exit::Well),
        Err(error) => {
            complain(&error.to_string());
            Exit::Failed
        }
    }
}

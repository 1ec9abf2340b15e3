//! Exactly what was confirmed, once: what is sent is counted where it arrives, and what is said of it is held to that.
//!
//! `FAROL_SOAK` multiplies how much is tried.

mod canaries;
mod consoles;
mod model;
mod schedules;
mod sockets;
mod twins;

/// So many times as much as usual is tried.
fn soak(usual: usize) -> usize {
    let factor = std::env::var("FAROL_SOAK").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    usual * factor
}

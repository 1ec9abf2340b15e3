//! Every integration test in one binary, because linking the SDK is slow.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod command;
mod documents;
mod exactly_once;
mod glass;
mod interrupted;
mod journeys;
mod layers;
mod memory;
mod peers;
mod stage;
mod tailing;
mod terminal;
mod voyages;

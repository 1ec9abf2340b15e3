//! Every integration test in one binary, because linking the SDK is slow.

mod journeys;
#[cfg(test)]
mod peers;
mod stage;

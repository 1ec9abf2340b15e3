//! An AWS in this process: one account that is the reference pipeline, alive.
//!
//! It is no film: invoking, running and crawling do the real work on the objects that are there.

pub mod account;
pub mod agenda;
pub mod catalog;
pub mod chance;
pub mod crawlers;
pub mod dataset;
pub mod describe;
pub mod etl;
pub mod events;
pub mod functions;
pub mod ingest;
pub mod jobs;
pub mod python;
pub mod resources;
pub mod schema;
pub mod storage;
pub mod story;

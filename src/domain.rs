//! What is true about a pipeline: pure types, no terminal, no AWS, no tokio, no clock.

pub mod action;
pub mod backfill;
pub mod call;
pub mod command;
pub mod crawler;
pub mod difference;
pub mod download;
pub mod draft;
pub mod errand;
pub mod fault;
pub mod function;
pub mod glue;
pub mod health;
pub mod history;
pub mod identity;
pub mod inputs;
pub mod invocation;
pub mod lambda;
pub mod log;
pub mod lookup;
pub mod moment;
pub mod object;
pub mod pipeline;
pub mod preflight;
pub mod preview;
pub mod reading;
pub mod rhythm;
pub mod run;
pub mod schedule;
pub mod secret;
pub mod stack;
pub mod table;
pub mod text;
pub mod words;
pub mod world;

pub use world::{Heard, Observation, World};

//! Proof by software that nobody here wrote: it runs in virtual environments below `target/peers`.

mod acts;
mod boto3_demo;
mod facts;
mod listings;
mod ministack;
mod moto;
mod pipeline;
mod server;
mod status;
mod venv;
mod watcher;

//! Proof by software that nobody here wrote: it runs in virtual environments below `target/peers`.

mod acts;
mod api;
mod boto3_demo;
mod deploy;
mod facts;
mod helm;
mod listings;
mod live;
mod ministack;
mod moto;
mod pipeline;
mod server;
mod status;
mod venv;
mod watcher;

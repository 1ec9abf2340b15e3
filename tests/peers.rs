//! Proof by software that nobody here wrote: it runs in virtual environments below `target/peers`.

mod boto3_demo;
mod pipeline;
mod venv;

//! farol: the operations console for serverless data pipelines on AWS.

pub mod clock;
pub mod demo;
pub mod domain;
pub mod effect;
pub mod reference;

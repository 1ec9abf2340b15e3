//! farol: the operations console for serverless data pipelines on AWS.

pub mod actions;
pub mod clock;
pub mod cloud;
pub mod domain;
pub mod effect;
pub mod outside;
pub mod reference;
pub mod tasks;

//! farol: the operations console for serverless data pipelines on AWS.

pub mod actions;
pub mod app;
pub mod cli;
pub mod clock;
pub mod cloud;
pub mod config;
pub mod console;
pub mod demo;
pub mod domain;
pub mod effect;
pub mod filter;
pub mod keys;
pub mod list;
pub mod outside;
pub mod overlay;
pub mod pane;
pub mod panes;
pub mod reference;
pub mod run;
pub mod screen;
pub mod status;
pub mod tasks;
pub mod terminal;
pub mod theme;
pub mod trace;
pub mod widgets;

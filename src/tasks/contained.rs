//! A panic in a task ends that task alone, and is told.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;

use crate::domain::fault::{Fault, Kind};

/// Runs a task to its end; a panic in it is a fault of ours in what was being done.
///
/// What the task had in its hands is dropped with it, so that nobody sees it half done.
///
/// # Errors
/// When it panicked.
pub async fn contained<T>(doing: &'static str, task: impl Future<Output = T>) -> Result<T, Fault> {
    let ended = AssertUnwindSafe(task).catch_unwind().await;
    ended.map_err(|panic| Fault::new(doing, Kind::Ours, format!("a defect of farol: {}", words(&*panic))))
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words")
}

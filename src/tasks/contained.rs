//! A panic in a task ends that task alone, and is told.

use std::any::Any;
use std::future::{Future, pending};
use std::panic::{AssertUnwindSafe, resume_unwind};

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

/// Does what takes long in a thread of its own; a panic in it goes on here.
pub async fn in_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The runtime is being shut down, and with it whoever waits here.
            Err(_) => pending().await,
        },
    }
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words")
}

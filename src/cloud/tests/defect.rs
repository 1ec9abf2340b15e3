//! A defect of ours in a reader is told, and the reader comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::mpsc;

use super::*;
use crate::cloud::watch::{Desk, Signals};
use crate::domain::pipeline::Id;
use crate::domain::world::Observation;

#[tokio::test(start_paused = true)]
async fn a_reader_that_breaks_down_says_so_and_starts_again_after_a_minute() {
    let (heard, mut queue) = mpsc::channel(4);
    let cloud = cloud(&Script::of(&["{}"])).await;
    let back = chrono::TimeDelta::zero();
    let desk = Desk { cloud, id: Id(0), heard, signals: Arc::new(Signals::default()), back };
    let starts = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&starts);
    let run = move |_| {
        let start = counted.fetch_add(1, Ordering::Relaxed);
        async move { assert!(start > 0, "broke down") }
    };
    let reader = tokio::spawn(desk.guard(run, |fault| Some(Observation::Runs(Err(fault)))));
    let Observation::Runs(Err(fault)) = queue.recv().await.unwrap().observation else { panic!() };
    assert_eq!((fault.kind, fault.said.exact()), (Kind::Ours, "a defect of farol: broke down"));
    tokio::time::timeout(Duration::from_secs(61), reader).await.unwrap().unwrap();
    assert_eq!(starts.load(Ordering::Relaxed), 2);
}

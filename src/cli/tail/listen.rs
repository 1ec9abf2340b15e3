//! The loop: what the tail tells goes through the order and the filter to standard output.

use std::io;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::mpsc;

use super::asked::Asked;
use super::known::Known;
use super::label::Labels;
use super::order::Order;
use super::out::{Out, Sink};
use super::printer::Printer;
use super::tally::Tally;
use super::voice::Voice;
use crate::clock::{Clock, Time};
use crate::domain::log::{Event, Needle};
use crate::domain::world::Heard;

/// How often it is looked whether anybody still reads.
const CHECK: Duration = Duration::from_secs(1);

/// Why there is no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Everything that was asked for has been read.
    Read,
    /// Somebody asked for the end.
    Asked,
    /// No group can be read for want of access, and none ever was.
    Refused,
}

/// Prints what is heard.
#[derive(Debug)]
pub(super) struct Listener<S> {
    pub order: Order,
    pub grep: Option<Needle>,
    pub printer: Printer,
    pub voice: Voice,
    pub labels: Labels,
    pub out: Out<S>,
    pub tally: Tally,
    pub known: Known,
}

impl<S: Sink> Listener<S> {
    /// Prints until there is no more. Fails when it cannot be written.
    pub async fn run(
        &mut self,
        mut heard: mpsc::Receiver<Heard>,
        mut asked: Asked,
        clock: Clock,
    ) -> io::Result<Why> {
        let why = loop {
            let due = self.order.due();
            let settled = async { clock.sleep_until(due.unwrap_or(Time::MAX_UTC)).await };
            tokio::select! {
                biased;
                () = asked.wait() => break Why::Asked,
                next = heard.recv() => match next {
                    Some(heard) => self.hear(heard),
                    None => break Why::Read,
                },
                () = settled, if due.is_some() => {}
                () = tokio::time::sleep(CHECK) => self.out.check()?,
            }
            if self.tally == Tally::default() && self.known.is_refused(self.labels.all().len()) {
                break Why::Refused;
            }
            self.release(clock.now())?;
            if heard.is_empty() {
                self.out.flush()?;
            }
        };
        self.release_all()?;
        self.out.flush()?;
        Ok(why)
    }

    fn release(&mut self, now: Time) -> io::Result<()> {
        self.print(|order, print| order.release(now, print))
    }

    fn release_all(&mut self) -> io::Result<()> {
        self.print(|order, print| order.release_all(print))
    }

    fn print(&mut self, release: impl FnOnce(&mut Order, &mut Print<'_>)) -> io::Result<()> {
        let Self { order, grep, printer, out, tally, .. } = self;
        let mut written = Ok(());
        let mut print = |event: &Event, behind: Option<TimeDelta>| {
            if grep.as_ref().is_some_and(|grep| !grep.is_in(event.text.exact())) {
                tally.left_out += 1;
                return;
            }
            tally.shown += 1;
            tally.late += u64::from(behind.is_some());
            printer.event(event, behind, &mut out.buffer);
            if written.is_ok() {
                written = out.relieve();
            }
        };
        release(order, &mut print);
        written
    }
}

type Print<'a> = dyn FnMut(&Event, Option<TimeDelta>) + 'a;

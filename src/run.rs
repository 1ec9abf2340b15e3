//! The loop: messages in, effects out, one screen.
//!
//! A message marks the screen stale; a stale screen is painted once, at the next frame boundary. So a burst of
//! a thousand observations is a handful of frames, and a lone key is painted at once. When nothing changes,
//! nothing is painted and nobody wakes up.

use std::future::ready;
use std::time::Duration;

use futures_util::{Stream, StreamExt};
use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};

use crate::app::{App, Msg};
use crate::clock::{Clock, Time};
use crate::domain::Heard;
use crate::domain::world::Change;
use crate::effect::Effect;

/// No more than about sixty frames a second, whatever AWS says; only keys are not made to wait.
pub const FRAME: Duration = Duration::from_millis(16);

/// How many frames at the start follow each other closely: those with the first data of every pane.
const OPENING: usize = 12;

/// How many observations may wait to be learned; a full queue makes the readers wait.
pub const BACKLOG: usize = 64;

/// What is painted on, and may be slower than what is painted.
pub trait Screen: Backend {
    /// Whether it has not taken all of an earlier frame yet. Meanwhile no other is painted.
    fn is_behind(&self) -> bool {
        false
    }

    /// Waits until it has taken everything. It may be dropped and called again.
    fn catch_up(&mut self) -> impl Future<Output = Result<(), Self::Error>> {
        ready(Ok(()))
    }

    /// Forgets what was not taken, for it was meant for a screen that is gone.
    fn forget(&mut self) {}
}

impl Screen for TestBackend {}

/// Runs until [`Effect::Quit`], or until the input ends; returns how many frames were painted.
///
/// Effects go to `perform`, with what is painted on.
/// A key comes before a frame, a frame before more observations.
///
/// # Errors
/// What the terminal says when it cannot be painted on.
pub async fn run<B: Screen>(
    app: &mut App,
    terminal: &mut Terminal<B>,
    clock: Clock,
    mut input: impl Stream<Item = Msg> + Unpin,
    mut heard: mpsc::Receiver<Heard>,
    mut perform: impl FnMut(Effect, &mut B),
) -> Result<usize, B::Error> {
    let mut pace = Pace::new();
    for effect in app.begin() {
        perform(effect, terminal.backend_mut());
    }
    loop {
        let wakes_at = app.wakes_at();
        let is_behind = terminal.backend().is_behind();
        let msg = tokio::select! {
            biased;
            msg = input.next() => match msg {
                Some(msg) => msg,
                None => return Ok(pace.frames),
            },
            caught_up = terminal.backend_mut().catch_up(), if is_behind && !pace.is_away => {
                caught_up?;
                continue;
            }
            () = pace.due(), if pace.is_stale && !pace.is_away && !is_behind => {
                terminal.draw(|frame| app.draw(frame))?;
                pace.painted();
                continue;
            }
            Some(heard) = heard.recv() => Msg::Heard(heard),
            () = tick(clock, wakes_at) => Msg::Tick,
        };
        let is_key = matches!(msg, Msg::Key(_));
        let (effects, change) = app.update(clock.now(), msg);
        for effect in effects {
            match effect {
                Effect::Quit => return Ok(pace.frames),
                Effect::Suspend | Effect::Edit(_) => pace.is_away = true,
                Effect::Resume => pace.is_away = false,
                _ => {}
            }
            let is_new = effect == Effect::Resume;
            perform(effect, terminal.backend_mut());
            if is_new {
                terminal.backend_mut().forget();
                terminal.clear()?;
            }
        }
        pace.note(change, is_key);
    }
}

/// Waits until a word on the screen changes by time alone; for ever, if none does.
async fn tick(clock: Clock, wakes_at: Option<Time>) {
    match wakes_at {
        Some(then) => sleep(clock.until(then).max(FRAME)).await,
        None => std::future::pending().await,
    }
}

/// When the next frame may be painted, and whether one is due.
struct Pace {
    frames: usize,
    is_stale: bool,
    /// The terminal is the shell's.
    is_away: bool,
    next: Instant,
}

impl Pace {
    #[expect(clippy::disallowed_methods, reason = "frames are paced by the loop's own clock")]
    fn new() -> Self {
        Self { frames: 0, is_stale: true, is_away: false, next: Instant::now() }
    }

    /// Waits for the next frame boundary; not at all when it has passed, for the shortest sleep is a millisecond.
    #[expect(clippy::disallowed_methods, reason = "frames are paced by the loop's own clock")]
    async fn due(&self) {
        if self.next > Instant::now() {
            sleep_until(self.next).await;
        }
    }

    #[expect(clippy::disallowed_methods, reason = "frames are paced by the loop's own clock")]
    fn painted(&mut self) {
        let pause = if self.frames < OPENING { FRAME / 8 } else { FRAME };
        *self = Self { frames: self.frames + 1, is_stale: false, next: Instant::now() + pause, ..*self };
    }

    #[expect(clippy::disallowed_methods, reason = "frames are paced by the loop's own clock")]
    fn note(&mut self, change: Change, is_key: bool) {
        self.is_stale |= change == Change::News;
        if is_key {
            self.next = Instant::now();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Settings;
    use crate::domain::{Observation, log, pipeline};
    use ratatui::layout::Size;

    fn line(n: i64) -> Heard {
        let event = log::Event {
            id: n.to_string().into(),
            group: "g".into(),
            stream: "s".into(),
            time: Time::UNIX_EPOCH,
            ingested: Time::UNIX_EPOCH,
            text: "text".into(),
        };
        let observation = Observation::Lines(vec![event]);
        Heard { pipeline: pipeline::Id(0), at: Time::UNIX_EPOCH, observation }
    }

    async fn frames_after(seconds: u64, heard: mpsc::Receiver<Heard>) -> usize {
        let end =
            futures_util::stream::once(sleep(Duration::from_secs(seconds))).filter_map(|()| async { None });
        let size = Size::new(80, 24);
        let clock = Clock::simulated(Time::UNIX_EPOCH, 1.0);
        let mut app = App::new(Settings::default(), vec![], size, clock.now());
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        run(&mut app, &mut terminal, clock, Box::pin(end), heard, |_, _| ()).await.unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_of_observations_is_a_handful_of_frames() {
        let (sender, receiver) = mpsc::channel(BACKLOG);
        let flood = tokio::spawn(async move {
            for n in 0..10_000 {
                sender.send(line(n)).await.unwrap();
            }
            sleep(Duration::from_secs(9)).await;
        });
        let frames = frames_after(2, receiver).await;
        flood.abort();
        assert!(frames <= 3, "{frames} frames");
    }

    #[tokio::test(start_paused = true)]
    async fn while_nothing_changes_nothing_is_painted() {
        let (sender, receiver) = mpsc::channel(BACKLOG);
        let same = tokio::spawn(async move {
            while sender.send(line(1)).await.is_ok() {
                sleep(Duration::from_secs(1)).await;
            }
        });
        let frames = frames_after(3600, receiver).await;
        same.abort();
        assert!(frames <= 2, "{frames} frames");
    }
}

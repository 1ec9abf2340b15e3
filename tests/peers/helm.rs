//! The console, worked by its keys on real time: real loop, real SDK, a screen that can be looked at meanwhile.

use std::thread::JoinHandle;
use std::time::Duration;

use farol::actions::Actions;
use farol::app::{App, Msg, Settings};
use farol::audit::Journal;
use farol::clock::Clock;
use farol::cloud::Access;
use farol::domain::pipeline::Pipeline;
use farol::outside::Outside;
use farol::run::{BACKLOG, run};
use futures_util::stream;
use ratatui::Terminal;
use ratatui::layout::Size;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use crate::glass::Glass;
use crate::stage::chords;

/// How long anything may take on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long a fresh dialog confirms nothing, and a little more.
const DEAF: Duration = Duration::from_millis(400);
const SIZE: Size = Size::new(160, 45);

/// A console that somebody works.
pub struct Helm {
    keys: Option<mpsc::Sender<Msg>>,
    screen: Glass,
    console: Option<JoinHandle<()>>,
}

impl Helm {
    /// Opens the console on a pipeline, within a tokio runtime.
    pub fn take(endpoint: &str, pipeline: Pipeline) -> Self {
        let access = Access { endpoint_url: Some(endpoint.to_owned()), ..Access::default() };
        let (keys, mut pressed) = mpsc::channel(16);
        let screen = Glass::new(SIZE);
        let painted = screen.clone();
        // The console is not one that threads hand over, so it has its own.
        let console = std::thread::spawn(move || {
            let runtime = farol::console::runtime().unwrap();
            let mut terminal = Terminal::new(painted).unwrap();
            runtime.block_on(async {
                let (sender, heard) = mpsc::channel(BACKLOG);
                let actions = Some(Actions::new(access.clone(), Journal::Off, Clock::System));
                let mut outside = Outside::new(access, Clock::System, actions, sender);
                let mut app = App::new(Settings::default(), vec![pipeline], SIZE, Clock::System.now());
                let input = stream::poll_fn(|context| pressed.poll_recv(context));
                let perform = |effect, _: &mut Glass| outside.perform(effect);
                run(&mut app, &mut terminal, Clock::System, input, heard, perform).await.unwrap();
            });
            runtime.shutdown_background();
        });
        Self { keys: Some(keys), screen, console: Some(console) }
    }

    /// Asks for an action, confirms it, and waits until the screen says all of this.
    pub async fn act(&mut self, keys: &str, wanted: &[&str]) {
        self.press(keys).await;
        self.until(&[" n cancel ", "checked"]).await;
        self.until_not("checking…").await;
        sleep(DEAF).await;
        self.press("y").await;
        self.until(wanted).await;
    }

    async fn press(&self, keys: &str) {
        for chord in chords(keys) {
            let keys = self.keys.as_ref().expect("the console is open");
            keys.send(Msg::Key(chord.event())).await.expect("the console is open");
        }
    }

    async fn until_not(&self, words: &str) {
        let look = async {
            while self.screen.text().contains(words) {
                sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(PATIENCE, look).await.unwrap_or_else(|_| panic!("{words:?} stays on the screen"));
    }

    /// Waits until the screen says all of this.
    pub async fn until(&self, wanted: &[&str]) {
        let look = async {
            while !wanted.iter().all(|words| self.screen.text().contains(words)) {
                sleep(Duration::from_millis(50)).await;
            }
        };
        let is_seen = timeout(PATIENCE, look).await.is_ok();
        assert!(is_seen, "in {PATIENCE:?} the screen did not say {wanted:?}:\n{}", self.screen.text());
    }
}

impl Drop for Helm {
    fn drop(&mut self) {
        // The end of its input is the end of the console.
        drop(self.keys.take());
        let _ = self.console.take().map(JoinHandle::join);
    }
}

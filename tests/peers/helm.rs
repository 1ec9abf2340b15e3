//! The console, worked by its keys on real time: real loop, real SDK, a screen that can be looked at meanwhile.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use farol::actions::Actions;
use farol::app::{App, Msg, Settings};
use farol::clock::Clock;
use farol::cloud::Access;
use farol::domain::pipeline::Pipeline;
use farol::outside::Outside;
use farol::run::{BACKLOG, run};
use futures_util::stream;
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, TestBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use crate::stage::{chords, text};

/// How long anything may take on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long a fresh dialog confirms nothing, and a little more.
const DEAF: Duration = Duration::from_millis(400);
const SIZE: Size = Size::new(160, 45);

/// A console that somebody works.
pub struct Helm {
    keys: Option<mpsc::Sender<Msg>>,
    screen: Screen,
    console: Option<JoinHandle<()>>,
}

impl Helm {
    /// Opens the console on a pipeline, within a tokio runtime.
    pub fn take(endpoint: &str, pipeline: Pipeline) -> Self {
        let access = Access { endpoint_url: Some(endpoint.to_owned()), ..Access::default() };
        let (keys, mut pressed) = mpsc::channel(16);
        let screen = Screen::default();
        let painted = screen.clone();
        // The console is not one that threads hand over, so it has its own.
        let console = std::thread::spawn(move || {
            let runtime = farol::console::runtime().unwrap();
            let mut terminal = Terminal::new(painted).unwrap();
            runtime.block_on(async {
                let (sender, heard) = mpsc::channel(BACKLOG);
                let actions = Some(Actions::new(access.clone()));
                let mut outside = Outside::new(access, Clock::System, actions, sender);
                let mut app = App::new(Settings::default(), vec![pipeline], SIZE, Clock::System.now());
                let input = stream::poll_fn(|context| pressed.poll_recv(context));
                let perform = |effect| outside.perform(effect);
                run(&mut app, &mut terminal, Clock::System, input, heard, perform).await.unwrap();
            });
            runtime.shutdown_background();
        });
        Self { keys: Some(keys), screen, console: Some(console) }
    }

    /// Asks for an action, confirms it, and waits until the screen says all of this.
    pub async fn act(&mut self, keys: &str, wanted: &[&str]) {
        self.press(keys).await;
        self.until(&[" n cancel "]).await;
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

/// A screen that the console paints and the test reads.
#[derive(Clone)]
struct Screen(Arc<Mutex<TestBackend>>);

impl Default for Screen {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(TestBackend::new(SIZE.width, SIZE.height))))
    }
}

impl Screen {
    fn text(&self) -> String {
        text(self.0.lock().unwrap().buffer())
    }
}

impl Backend for Screen {
    type Error = <TestBackend as Backend>::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> Result<(), Self::Error> {
        self.0.lock().unwrap().draw(content)
    }

    fn hide_cursor(&mut self) -> Result<(), Self::Error> {
        self.0.lock().unwrap().hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), Self::Error> {
        self.0.lock().unwrap().show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, Self::Error> {
        self.0.lock().unwrap().get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Self::Error> {
        self.0.lock().unwrap().set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), Self::Error> {
        self.0.lock().unwrap().clear()
    }

    fn clear_region(&mut self, what: ClearType) -> Result<(), Self::Error> {
        self.0.lock().unwrap().clear_region(what)
    }

    fn size(&self) -> Result<Size, Self::Error> {
        self.0.lock().unwrap().size()
    }

    fn window_size(&mut self) -> Result<WindowSize, Self::Error> {
        self.0.lock().unwrap().window_size()
    }

    fn flush(&mut self) -> Result<(), Self::Error> {
        self.0.lock().unwrap().flush()
    }
}

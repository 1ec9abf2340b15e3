//! Voyages: the real loop, the real SDK, the embedded AWS, and no clock but tokio's paused one.

mod confirm;
mod faults;
mod permissions;
mod picture;
mod preview;
mod steps;
mod tour;

use std::time::Duration;

use farol::actions::Actions;
use farol::app::{App, Badge, Msg, Settings};
use farol::audit::Journal;
use farol::clock::Clock;
use farol::demo::Aws;
use farol::demo::account::{Account, Options};
use farol::outside::Outside;
use farol::run::{BACKLOG, run};
use futures_util::{Stream, StreamExt};
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;

use crate::glass::Glass;
use crate::stage::{chords, dawn, text};

/// A moment in which everything that is due is painted, in seconds.
const BLINK: f64 = 0.1;

/// What is done on a voyage, after so many seconds more.
pub enum Leg {
    /// Presses keys.
    Press(f64, &'static str),
    /// Changes the account.
    Change(f64, fn(&Aws)),
    /// Waits.
    Wait(f64),
    /// Fails with the screen, a blink later, unless it says all of this.
    Look(&'static [&'static str]),
    /// Fails with the screen, a blink later, if it says any of this.
    Miss(&'static [&'static str]),
}

impl Leg {
    fn seconds(&self) -> f64 {
        match self {
            Self::Press(seconds, _) | Self::Change(seconds, _) | Self::Wait(seconds) => *seconds,
            Self::Look(_) | Self::Miss(_) => BLINK,
        }
    }
}

/// A console on the embedded AWS.
pub struct Ship {
    /// The account.
    pub aws: Aws,
    clock: Clock,
    size: Size,
}

/// What a voyage leaves behind.
pub struct Landfall {
    /// The last screen.
    pub screen: Buffer,
    /// How many frames were painted.
    pub frames: usize,
}

impl Landfall {
    /// The text of the last screen.
    pub fn text(&self) -> String {
        text(&self.screen)
    }

    /// Fails with the screen unless it says all of this.
    #[track_caller]
    pub fn says(&self, wanted: &[&str]) {
        expect(&self.text(), wanted, true);
    }
}

/// Fails with the text unless all these words are in it, or none of them.
#[track_caller]
fn expect(text: &str, words: &[&str], is_there: bool) {
    let seen = if is_there { "is not" } else { "is" };
    for words in words {
        assert_eq!(text.contains(words), is_there, "{words:?} {seen} on the screen:\n{text}");
    }
}

impl Ship {
    /// On a living account with a day of history, at dawn.
    pub fn living(options: Options) -> Self {
        Self::with(|clock| Aws::new(options, clock))
    }

    /// On an account where nothing happens unless asked for.
    pub fn quiet(failure_rate: f64) -> Self {
        Self::with(|clock| Aws::quiet(Options { failure_rate, ..Options::default() }, clock))
    }

    /// On an account that was made before, at dawn.
    pub fn over(account: Account) -> Self {
        Self::with(|clock| Aws::over(account, clock))
    }

    fn with(make: impl FnOnce(Clock) -> Aws) -> Self {
        // The readers' jitter, which is this thread's own.
        fastrand::seed(1);
        let clock = Clock::simulated(dawn(), 1.0);
        Self { aws: make(clock), clock, size: Size::new(160, 40) }
    }

    /// The same, on a screen of this size.
    pub fn of_size(self, width: u16, height: u16) -> Self {
        Self { size: Size::new(width, height), ..self }
    }

    /// Sails to the end of the legs.
    pub async fn sail(&self, legs: Vec<Leg>) -> Landfall {
        let (sender, heard) = tokio::sync::mpsc::channel(BACKLOG);
        let access = self.aws.access();
        let actions = Some(Actions::new(access.clone(), Journal::Off, self.clock));
        let mut outside = Outside::new(access, self.clock, actions, sender);
        let settings = Settings { badges: vec![Badge::Demo], ..Settings::default() };
        let mut app = App::new(settings, vec![farol::reference::pipeline()], self.size, self.clock.now());
        let glass = Glass::new(self.size);
        let mut terminal = Terminal::new(glass.clone()).unwrap();
        let input = Box::pin(self.input(legs, glass.clone()));
        let perform = |effect, _: &mut Glass| outside.perform(effect);
        let frames = run(&mut app, &mut terminal, self.clock, input, heard, perform).await.unwrap();
        Landfall { screen: glass.screen(), frames }
    }

    fn input(&self, legs: Vec<Leg>, glass: Glass) -> impl Stream<Item = Msg> {
        let aws = self.aws.clone();
        futures_util::stream::iter(legs)
            .then(move |leg| {
                let (aws, glass) = (aws.clone(), glass.clone());
                async move {
                    tokio::time::sleep(Duration::from_secs_f64(leg.seconds())).await;
                    carry_out(&leg, &aws, &glass)
                }
            })
            .flat_map(futures_util::stream::iter)
    }
}

fn carry_out(leg: &Leg, aws: &Aws, glass: &Glass) -> Vec<Msg> {
    match leg {
        Leg::Press(_, keys) => {
            return chords(keys).into_iter().map(|chord| Msg::Key(chord.event())).collect();
        }
        Leg::Change(_, change) => change(aws),
        Leg::Wait(_) => {}
        Leg::Look(words) => expect(&glass.text(), words, true),
        Leg::Miss(words) => expect(&glass.text(), words, false),
    }
    vec![]
}

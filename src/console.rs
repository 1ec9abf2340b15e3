//! Opens the console: takes the terminal, paints, and only then starts everything that could be slow.

mod desktop;
mod saving;

use std::io;
use std::time::Duration;

use ratatui::Terminal;
use ratatui::layout::Size;
use rustix::process::Signal;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::sleep;

use crate::actions::Actions;
use crate::app::{self, App, Settings};
use crate::audit::Journal;
use crate::clock::Clock;
use crate::cloud::Access;
use crate::domain::errand::Errand;
use crate::domain::log::Mode;
use crate::domain::pipeline::Pipeline;
use crate::effect::Effect;
use crate::guardian::{self, Bond};
use crate::heap;
use crate::outside::{Armoury, Outside};
use crate::run::{self, run};
use crate::terminal::Taken;
use crate::terminal::editor;
use crate::terminal::input::{self, Reader};
use crate::terminal::out::Out;
use crate::terminal::tty::Tty;
use desktop::Desktop;

/// Threads that wait for AWS and parse what it says; the interface has the main thread, and a runtime, for itself.
const READERS: usize = 2;

/// When everything has been opened that a console opens.
const SETTLED: Duration = Duration::from_secs(2);

/// What a console is opened with.
pub struct Opening {
    /// The pipelines of the configuration.
    pub pipelines: Vec<Pipeline>,
    /// What the interface is told.
    pub settings: Settings,
    /// As whom and where.
    pub access: Access,
    /// What it is measured by.
    pub clock: Clock,
    /// How much of the past a tail starts with.
    pub back: Duration,
    /// How a tail starts.
    pub mode: Mode,
    /// What may change something; `None`: nothing may, and nothing that could is made.
    pub actions: Option<Actions>,
    /// What makes that when the console is armed; `None`: it cannot be.
    pub armoury: Option<Armoury>,
    /// What was recorded of earlier sessions.
    pub journal: Journal,
    /// Who gives the terminal back if this process cannot.
    pub bond: Bond,
}

/// Shows the console until the user leaves, or a signal says so, which is returned.
///
/// # Errors
/// When there is no terminal, or it goes away.
pub fn open(opening: Opening) -> io::Result<Option<Signal>> {
    let Opening { pipelines, settings, access, clock, back, mode, actions, armoury, journal, bond } = opening;
    let taken = Taken::take(bond)?;
    let mut terminal = Terminal::new(Tty::new(taken.out()?, size))?;
    let reaches = app::reaches(&settings.keymap);
    let mut app = App::new(settings, pipelines, size()?, clock.now());
    let readers = runtime()?;
    let interface = Builder::new_current_thread().enable_all().build()?;
    let (cause, mut caused) = oneshot::channel();
    let frames = interface.block_on(async {
        let (sender, heard) = mpsc::channel(run::BACKLOG);
        let outside = Outside::new(access, clock, actions, sender).armed_from(armoury).remembering(journal);
        let mut outside = outside.reading_back(back).tailing(mode);
        readers.spawn_blocking(editor::sweep);
        readers.spawn(async {
            sleep(SETTLED).await;
            guardian::let_go();
        });
        let (told, answers) = mpsc::channel(desktop::ANSWERS);
        let (lend, reader) = watch::channel(Reader::Console);
        let messages = input::messages(answers, reader, cause, reaches)?;
        let mut desktop = Desktop::new(told, lend);
        let perform = |effect, tty: &mut Tty<Out>| {
            let _within = readers.enter();
            match effect {
                Effect::Suspend => told_of(taken.suspend()),
                Effect::Resume => {
                    told_of(taken.resume());
                    desktop.is_back();
                }
                Effect::Copy(clip) => desktop.copy(&clip, tty),
                Effect::Save(save) => desktop.save(save),
                Effect::Stop(Errand::Save) => desktop.stop_saving(),
                Effect::Edit(draft) => {
                    desktop.edit(draft, taken.lend(), size);
                }
                effect => outside.perform(effect),
            }
        };
        run(&mut app, &mut terminal, clock, messages, heard, perform).await
    });
    drop(taken);
    // Readers that still wait for an answer are not waited for.
    readers.shutdown_background();
    frames.map(|_| caused.try_recv().ok())
}

/// A terminal that cannot be taken again ends the input too, and that ends the console.
fn told_of(done: io::Result<()>) {
    if let Err(error) = done {
        tracing::error!("the terminal could not be given or taken: {error}");
    }
}

/// A runtime that reads beside the thread that waits for it.
///
/// # Errors
/// When the machine refuses threads.
pub fn runtime() -> io::Result<Runtime> {
    heap::be_thrifty();
    Builder::new_multi_thread().worker_threads(READERS).enable_all().build()
}

fn size() -> io::Result<Size> {
    crossterm::terminal::size().map(|(width, height)| Size { width, height })
}

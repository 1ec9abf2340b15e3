//! One tail from its opening to its exit code.

use std::io::{self, IsTerminal as _};

use tokio::sync::mpsc;

use super::asked::Asked;
use super::groups::{self, Refusal};
use super::ink::Ink;
use super::known::Known;
use super::label::Labels;
use super::listen::{Listener, Why};
use super::order::Order;
use super::out::{Out, Sink};
use super::printer::Printer;
use super::record::{End, Group, Record, Start, VERSION};
use super::stamp::Stamp;
use super::tally::Tally;
use super::voice::Voice;
use crate::cli::launch::Wrong;
use crate::cli::{Exit, complain, refuse_launch};
use crate::clock::Clock;
use crate::cloud::{Access, Cloud, tail};
use crate::config::Zone;
use crate::domain::fault::{Fault, Kind};
use crate::domain::log::{Mode, Needle};
use crate::domain::pipeline::Pipeline;

/// How many batches of lines may wait to be printed; then reading waits. A batch may have a thousand.
const QUEUE: usize = 16;

/// What is asked for.
#[derive(Debug)]
pub(super) struct Wish {
    pub pipeline: Pipeline,
    /// Whether the account is searched for the pipeline, because nothing names it.
    pub is_searched: bool,
    /// Names of groups, or parts of them; none: the pipeline's.
    pub groups: Vec<String>,
    pub options: tail::Options,
    pub grep: Option<Needle>,
    pub form: Form,
    pub zone: Zone,
    pub ink: Ink,
}

/// What a line is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Raw,
    Json,
}

/// Tails until the end. Fails when nothing can be written.
pub(super) async fn run(wish: Wish, access: &Access) -> io::Result<Exit> {
    let mut asked = Asked::listen()?;
    let opened = tokio::select! {
        opened = open(&wish, access) => opened,
        () = asked.wait() => return Ok(Exit::Well),
    };
    let (cloud, labels) = match opened {
        Ok(opened) => opened,
        Err(refusal) => return Ok(refuse(&refusal)),
    };
    let groups = labels.all().iter().map(|label| label.group.clone()).collect();
    let mut listener = listener(&wish, labels, io::stdout());
    begin(&wish, &mut listener)?;
    let (sender, heard) = mpsc::channel(QUEUE);
    let reading = tokio::spawn(tail::tail(cloud, groups, wish.options, sender));
    let why = listener.run(heard, asked, Clock::System).await?;
    reading.abort();
    finish(&mut listener, why)
}

async fn open(wish: &Wish, access: &Access) -> Result<(Cloud, Labels), Refusal> {
    let cloud = Cloud::open(access, &wish.pipeline, Clock::System).await.map_err(Refusal::Fault)?;
    let pipeline = if wish.is_searched { discovered(&cloud, wish).await? } else { wish.pipeline.clone() };
    let labels = groups::choose(&cloud, &pipeline, &wish.groups).await?;
    Ok((cloud, labels))
}

/// What the account holds, where nothing names a pipeline and groups are not given in full.
async fn discovered(cloud: &Cloud, wish: &Wish) -> Result<Pipeline, Refusal> {
    let mut pipeline = wish.pipeline.clone();
    if !wish.groups.is_empty() && wish.groups.iter().all(|group| group.starts_with('/')) {
        return Ok(pipeline);
    }
    for found in Box::pin(cloud.discover(pipeline.clone())).await {
        match found {
            Ok(found) => pipeline = found,
            Err(fault) if pipeline.is_bare() && wish.groups.is_empty() => return Err(Refusal::of(fault)),
            Err(_) => {}
        }
    }
    Ok(pipeline)
}

fn listener<S: Sink>(wish: &Wish, labels: Labels, sink: S) -> Listener<S> {
    let groups: Vec<_> = labels.all().iter().map(|label| label.group.as_str().into()).collect();
    let is_talkative = io::stderr().is_terminal() && wish.form != Form::Json;
    Listener {
        order: Order::new(&groups),
        grep: wish.grep.clone(),
        printer: match wish.form {
            Form::Text => Printer::text(wish.zone, &labels, wish.ink),
            Form::Raw => Printer::Raw { exact: !io::stdout().is_terminal() },
            Form::Json => Printer::json(),
        },
        voice: if is_talkative { Voice::Talkative } else { Voice::Terse },
        labels,
        out: Out::new(sink),
        tally: Tally::default(),
        known: Known::default(),
    }
}

/// Says what is about to be read.
fn begin<S: Sink>(wish: &Wish, listener: &mut Listener<S>) -> io::Result<()> {
    let mut stamp = Stamp::new(Zone::Utc);
    let options = &wish.options;
    let until = options.until.map(|until| stamp.text(until));
    let labels = listener.labels.all();
    let start = Start {
        version: VERSION,
        at: &stamp.text(Clock::System.now()),
        since: &stamp.text(options.since),
        until: until.as_deref(),
        mode: match options.mode {
            Mode::Poll => "poll",
            Mode::Live => "live",
        },
        filter: options.pattern.as_deref(),
        grep: wish.grep.as_ref().map(Needle::text),
        groups: labels.iter().map(|label| Group { group: &label.group, label: &label.name }).collect(),
    };
    listener.printer.record(&Record::Start(start), &mut listener.out.buffer);
    let names: Vec<&str> = labels.iter().map(|label| &*label.name).collect();
    let since = Stamp::new(wish.zone).text(options.since);
    listener.voice.mention(&format!("{} since {since}", names.join(", ")));
    listener.out.flush()
}

/// Says what it came to.
fn finish<S: Sink>(listener: &mut Listener<S>, why: Why) -> io::Result<Exit> {
    let (now, known) = (Clock::System.now(), &listener.known);
    let Tally { shown, left_out, late } = listener.tally;
    let end = End {
        at: Stamp::new(Zone::Utc).text(now),
        why: match why {
            Why::Read => "read",
            Why::Asked => "asked",
            Why::Refused => "refused",
        },
        shown,
        left_out,
        late,
        refilled: known.minutes.refilled(),
        unverified: known.minutes.unverified(),
        gaps: known.minutes.gaps().len(),
        failing: known.failing(),
    };
    listener.printer.record(&Record::End(end), &mut listener.out.buffer);
    listener.out.flush()?;
    listener.voice.end(&listener.tally, known, now);
    Ok(exit(why, known))
}

fn exit(why: Why, known: &Known) -> Exit {
    match why {
        Why::Refused => Exit::NoAccess,
        Why::Read if known.is_refused(known.sources.len()) => Exit::NoAccess,
        Why::Read if !known.failing().is_empty() => Exit::Failed,
        Why::Read | Why::Asked if known.is_incomplete() => Exit::Degraded,
        Why::Read | Why::Asked => Exit::Well,
    }
}

fn refuse(refusal: &Refusal) -> Exit {
    match refusal {
        Refusal::Wrong(wrong) => refuse_launch(wrong),
        // A profile or a region that makes no sense is no question of access.
        Refusal::Fault(Fault { doing, kind: Kind::Ours, said }) => {
            complain(&format!("{doing}: {}", said.headline()));
            Exit::Usage
        }
        Refusal::Fault(fault) => {
            complain(&fault.words());
            if fault.is_no_access() { Exit::NoAccess } else { Exit::Failed }
        }
    }
}

impl Refusal {
    /// Why the account could not be searched for a pipeline.
    fn of(fault: Fault) -> Self {
        match fault.kind {
            Kind::Ours => Self::Wrong(Wrong::Usage(format!(
                "there is no pipeline to look at: {}; see --help",
                fault.said.headline()
            ))),
            _ => Self::Fault(fault),
        }
    }
}

//! What is done with one chosen object: looking into it, fetching it, copying what names it.

use std::path::PathBuf;
use std::time::Duration;

use super::Objects;
use crate::domain::command::Command;
use crate::domain::download::{Order, Wanted};
use crate::domain::object::ObjectRef;
use crate::domain::preview::Target;
use crate::domain::text::Foreign;
use crate::effect::{Clip, Effect, Effects, Existing, Here, Question};
use crate::pane::{Cx, Remark};

const FOLDER: &str = "download";
const PRESIGN: &str = "presign";
/// S3 signs for no longer.
const LONGEST: Duration = Duration::from_hours(7 * 24);

/// What a question is about.
#[derive(Debug, Clone)]
pub enum Chosen {
    /// What is fetched.
    Fetch(Wanted),
    /// What a URL is signed for.
    Sign(ObjectRef),
}

/// Whether a question is one of this file.
pub fn is_ours(question: &str) -> bool {
    [FOLDER, PRESIGN].contains(&question)
}

/// What stands beside its line.
pub fn remark(question: &str) -> Option<Remark> {
    match question {
        FOLDER => Some(Remark::plain("what is there stays; ! at the end replaces it")),
        PRESIGN => Some(Remark::plain("such as 15m or 12h, at most 7d")),
        _ => None,
    }
}

impl Objects {
    /// The selected object, to look into or to fetch.
    fn target(&self, cx: Cx<'_>) -> Option<Target> {
        let (object, listed) = self.selected_object(cx)?;
        Some(Target { object, size: listed.size, modified: listed.modified, etag: listed.etag })
    }

    /// Shows what is inside the selected object.
    pub(super) fn preview(&mut self, cx: Cx<'_>) -> Effects {
        match self.target(cx) {
            Some(target) => vec![Effect::Here(Here::Preview(target))],
            None => say("select an object to look into it"),
        }
    }

    /// Asks where to fetch the selected object or folder to.
    pub(super) fn ask_folder(&mut self, cx: Cx<'_>) -> Effects {
        let Some(wanted) = self.chosen_wanted(cx) else {
            return say("select an object or a folder to fetch it");
        };
        let label = match &wanted {
            Wanted::Many(_) => "fetch the marked into",
            Wanted::Object(_) | Wanted::Prefix(_) => "fetch into",
        };
        self.chosen = Some(Chosen::Fetch(wanted));
        ask(FOLDER, label, "./")
    }

    /// Asks how long a URL should be good.
    pub(super) fn ask_presign(&mut self, cx: Cx<'_>) -> Effects {
        let Some((object, _)) = self.selected_object(cx) else {
            return say("select an object to sign a URL for it");
        };
        self.chosen = Some(Chosen::Sign(object));
        ask(PRESIGN, "a URL that is good for", "1h")
    }

    /// Takes a line; `None`: it has a mistake.
    pub(super) fn answered(&mut self, question: &str, text: &str) -> Option<Effects> {
        let effect = match (question, self.chosen.clone()?) {
            (FOLDER, Chosen::Fetch(wanted)) => Effect::Download(order(wanted, text)?),
            (PRESIGN, Chosen::Sign(object)) => Effect::Presign(object, lasting(text)?),
            _ => return Some(vec![]),
        };
        self.chosen = None;
        Some(vec![effect])
    }

    pub(super) fn copy_arn(&mut self, cx: Cx<'_>) -> Effects {
        let partition = match cx.pipeline.region.as_deref() {
            Some(region) if region.starts_with("cn-") => "aws-cn",
            Some(region) if region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        };
        let names = self.chosen_names(cx);
        let what = match names.len() {
            0 => return say("select an object to copy it"),
            1 => "the ARN".to_owned(),
            n => format!("{n} ARNs"),
        };
        vec![Effect::Copy(Clip { what, text: lines(names.iter().map(|object| object.arn(partition))) })]
    }

    /// Copies the commands that fetch what is chosen, each of its version where it has one.
    pub(super) fn copy_command(&mut self, cx: Cx<'_>) -> Effects {
        let names = self.chosen_names(cx);
        if names.is_empty() {
            return say("select an object to copy it");
        }
        vec![cx.copy(names.iter().map(command).collect())]
    }
}

fn command(object: &ObjectRef) -> Command {
    let key = object.key.exact();
    let name = key.rsplit('/').next().unwrap_or_default();
    match &object.version {
        None if name.is_empty() => {
            Command::aws("s3 cp").word(object.uri().exact()).word("./").word("--recursive")
        }
        None => Command::aws("s3 cp").word(object.uri().exact()).word("./"),
        Some(version) => Command::aws("s3api get-object")
            .option("--bucket", &object.bucket)
            .option("--key", key)
            .option("--version-id", version.exact())
            .word(&format!("./{name}")),
    }
}

/// Texts one to a line.
pub(super) fn lines(texts: impl Iterator<Item = Foreign>) -> Foreign {
    let lines: Vec<String> = texts.map(|text| text.exact().to_owned()).collect();
    lines.join("\n").into()
}

pub(super) fn say(words: &str) -> Effects {
    vec![Effect::Here(Here::Say(words.to_owned()))]
}

fn ask(name: &'static str, label: &'static str, text: &str) -> Effects {
    vec![Effect::Here(Here::Ask(Question { name, label, text: text.to_owned() }))]
}

/// What is fetched to where; an exclamation mark at the end replaces what is there.
fn order(wanted: Wanted, text: &str) -> Option<Order> {
    let (folder, existing) = match text.trim().strip_suffix('!') {
        Some(folder) => (folder.trim_end(), Existing::Goes),
        None => (text.trim(), Existing::Stays),
    };
    let is_replacing = existing == Existing::Goes;
    (!folder.is_empty()).then(|| Order { wanted, folder: PathBuf::from(folder), is_replacing })
}

fn lasting(text: &str) -> Option<Duration> {
    let lasting = humantime::parse_duration(text.trim()).ok()?;
    (Duration::from_secs(1)..=LONGEST).contains(&lasting).then_some(lasting)
}

//! Everything there is to say of an alarm, with what happened to it.

use crate::domain::alarm::{Alarm, Past};
use crate::domain::command::Command;
use crate::domain::fault::Fault;
use crate::domain::text::Foreign;
use crate::pane::{Cx, Details};

/// Everything there is to say of an alarm.
pub fn of(cx: Cx<'_>, alarm: &Alarm) -> Details {
    let about = alarm.about.iter().map(|(name, value)| format!("{} {}", name.visible(), value.visible()));
    let about = about.collect::<Vec<_>>().join(", ");
    Details::new(format!("alarm {}", alarm.name.visible()))
        .with("state", alarm.state.words())
        .with_some("since", alarm.since.map(|since| cx.date(since)))
        .with("because", lines(&alarm.reason))
        .with("goes off", lines(&alarm.threshold))
        .with_some("about", Some(about).filter(|about| !about.is_empty()))
        .with("actions", actions(alarm))
        .with_some("for", alarm.description.as_ref().map(lines))
        .with("arn", alarm.arn.visible())
        .with("history", history(cx, alarm))
}

/// Reads it.
pub fn command(alarm: &Alarm) -> Command {
    Command::aws("cloudwatch describe-alarms").option("--alarm-names", alarm.name.exact())
}

fn lines(text: &Foreign) -> String {
    text.lines().collect::<Vec<_>>().join("\n")
}

fn actions(alarm: &Alarm) -> String {
    match alarm.actions {
        (0, _) => "none: nobody is told".to_owned(),
        (count, true) => format!("{count}, switched on"),
        (count, false) => format!("{count}, but switched off: nobody is told"),
    }
}

fn history(cx: Cx<'_>, alarm: &Alarm) -> String {
    let Some(past) = cx.world.alarms.past(alarm.name.exact()) else { return "reading".to_owned() };
    let line = |past: &Past| format!("{}  {}\n", cx.date(past.at), past.what.visible());
    match (past.get(), past.fault()) {
        (Some(past), _) if past.is_empty() => "nothing that is still told".to_owned(),
        (Some(past), _) => past.iter().map(line).collect(),
        (None, Some(fault)) => Fault::words(fault),
        (None, None) => "reading".to_owned(),
    }
}

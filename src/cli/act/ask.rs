//! Asking the person at the terminal, where there is one.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;

use tokio::sync::oneshot;

use super::after::Interrupts;
use super::said::Said;
use crate::domain::action::MARK;
use crate::domain::difference::{self, Part, Row};
use crate::domain::text::visible;

/// What a person said.
pub(super) enum Word {
    Yes,
    No,
    /// Ctrl-C.
    Interrupted,
    /// There is nobody to ask.
    Nobody,
}

/// A way to ask: what is shown, what has to be typed, and what that does.
pub(super) type Asker = Arc<dyn Fn(&str, &str, &str) -> Word + Send + Sync>;

/// What is answered. A thread of its own waits for it, and is left waiting if somebody presses Ctrl-C.
pub(super) async fn answer(
    ask: &Asker,
    interrupts: &Interrupts,
    (shown, wanted, doing): (String, String, &'static str),
) -> Word {
    let (ask, (tell, answered)) = (Arc::clone(ask), oneshot::channel());
    // Whoever was interrupted does not hear it any more.
    std::thread::spawn(move || tell.send(ask(&shown, &wanted, doing)));
    tokio::select! {
        word = answered => word.unwrap_or(Word::Nobody),
        () = interrupts.pressed() => {
            let _ = std::io::stderr().write_all(b"\n");
            Word::Interrupted
        }
    }
}

/// Asks for the word that counts as a yes.
pub(super) fn ask(shown: &str, wanted: &str, doing: &str) -> Word {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Word::Nobody;
    }
    let mut err = std::io::stderr();
    let question = format!("{shown}type {} to {doing}: ", visible(wanted));
    let _ = err.write_all(question.as_bytes()).and_then(|()| err.flush());
    let mut line = String::new();
    match std::io::stdin().read_line(&mut line) {
        Ok(_) if line.trim_end_matches(['\r', '\n']) == wanted => Word::Yes,
        _ => Word::No,
    }
}

/// All that a yes is given to, a line each; arguments beside those of the last good run, where there was one.
pub(super) fn picture(said: &Said, input: &[Row]) -> String {
    let unknown = || "not known".to_owned();
    let mut text = format!("{} {}\n", said.operation, visible(&said.target));
    let mut row = |label: &str, value: &str| {
        let _ = writeln!(text, "  {label:<9} {}", visible(value));
    };
    row("as", said.arn.as_ref().unwrap_or(&unknown()));
    let account = said.account.clone().unwrap_or_else(unknown);
    match &said.account_name {
        Some(name) => row("account", &format!("{account} ({name})")),
        None => row("account", &account),
    }
    row("region", said.region.as_ref().unwrap_or(&unknown()));
    said.id.iter().for_each(|id| row("action id", id));
    said.payload.iter().for_each(|payload| row("payload", payload));
    said.run.iter().for_each(|run| row("run", run));
    if let Some(filled) = &said.backfill {
        row("runs", &format!("{}, one after the other", filled.values.len()));
        for value in &filled.values {
            row("", &format!("{} {value}", filled.argument));
        }
    }
    let is_compared = input.iter().any(|value| value.part != Part::Plain);
    let rest = |name: &String| !is_compared || name == MARK;
    for (name, value) in said.arguments.iter().flatten().filter(|(name, _)| rest(name)) {
        row("argument", &format!("{name} {value}"));
    }
    if is_compared {
        row("compared", &difference::sum(input));
    }
    for value in input.iter().filter(|_| is_compared) {
        let _ = writeln!(text, "  argument  {}", value.words());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::identity::Identity;

    #[test]
    fn who_acts_where_on_what_and_with_what_is_shown_before_asking() {
        let arguments = [("--rate".to_owned(), "0\u{1b}[2J".to_owned())].into();
        let action = Action::StartJob { job: "j".into(), arguments };
        let identity = Identity { account: "1234".into(), arn: "arn:me".into(), region: "r".into() };
        let said = Said::new(&action).by(Some(&identity), "eu-west-1").called(Some("prod"));
        let want = "glue:StartJobRun j\n  as        arn:me\n  account   1234 (prod)\n  region    eu-west-1\n  \
                    action id an-id\n  argument  --farol-action-id an-id\n  argument  --rate 0␛[2J\n";
        let said = said.with_call(&action, "an-id", true);
        assert_eq!(picture(&said, &difference::rows(&action, None)), want);
        let good =
            Action::StartJob { job: "j".into(), arguments: [("--rate".to_owned(), "1".to_owned())].into() };
        let text = picture(&said, &difference::rows(&action, Some(&good)));
        let want = "  argument  --farol-action-id an-id\n  compared  one difference from the last good one\n  \
                    argument  ~ --rate 0␛[2J  (it was 1)\n";
        assert!(text.ends_with(want), "{text}");
        let said = Said::new(&action).by(None, "r").with_call(&action, "an-id", false);
        let text = picture(&said, &[]);
        assert!(text.contains("as        not known") && !text.contains("farol-action-id"), "{text}");
    }
}

//! Asking the person at the terminal, where there is one.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};

use super::said::Said;
use crate::domain::text::visible;

/// What a person said.
pub(super) enum Word {
    Yes,
    No,
    /// There is nobody to ask.
    Nobody,
}

/// A way to ask: what is shown, what has to be typed, and what that does.
pub(super) type Asker = Box<dyn Fn(&str, &str, &str) -> Word + Send + Sync>;

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

/// All that a yes is given to, a line each.
pub(super) fn picture(said: &Said) -> String {
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
    said.payload.iter().for_each(|payload| row("payload", payload));
    said.run.iter().for_each(|run| row("run", run));
    for (name, value) in said.arguments.iter().flatten() {
        row("argument", &format!("{name} {value}"));
    }
    said.id.iter().for_each(|id| row("action id", id));
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
                    argument  --farol-action-id an-id\n  argument  --rate 0␛[2J\n  action id an-id\n";
        assert_eq!(picture(&said.with_call(&action, "an-id", true)), want);
        let said = Said::new(&action).by(None, "r").with_call(&action, "an-id", false);
        let text = picture(&said);
        assert!(text.contains("as        not known") && !text.contains("farol-action-id"), "{text}");
    }
}

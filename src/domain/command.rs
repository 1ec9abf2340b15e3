//! Commands of the AWS CLI, as a person would type them into a POSIX shell.

use std::fmt::Write as _;

use super::pipeline::Pipeline;

/// Where the demo's commands go: to the demo that this serves, and to nobody where nothing is served.
const SERVED: &str = "127.0.0.1:4566";

/// Whom farol asks, and so must its commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door<'a> {
    /// AWS, or whatever the environment says: it says so to the command too.
    Aws,
    /// This URL in place of AWS's.
    Endpoint(&'a str),
    /// The AWS in this process, which nobody else can ask.
    Demo,
}

/// A command that is being put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command(String);

impl Command {
    /// An operation: `logs tail`.
    pub fn aws(operation: &str) -> Self {
        Self(format!("aws {operation}"))
    }

    /// With a word of its own.
    #[must_use]
    pub fn word(mut self, word: &str) -> Self {
        // Writing to a string cannot fail.
        let _ = write!(self.0, " {}", quoted(word));
        self
    }

    /// With an option and its value.
    #[must_use]
    pub fn option(mut self, name: &str, value: &str) -> Self {
        let between = if value.starts_with('-') { '=' } else { ' ' };
        let _ = write!(self.0, " {name}{between}{}", quoted(value));
        self
    }

    /// With an option, if there is a value.
    #[must_use]
    pub fn some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.option(name, value),
            None => self,
        }
    }

    /// With an option of several values; without it, if there is none.
    #[must_use]
    pub fn each(self, name: &str, values: &[&str]) -> Self {
        match values {
            [] => self,
            [first, rest @ ..] => {
                rest.iter().fold(self.option(name, first), |command, word| command.word(word))
            }
        }
    }

    fn within(self, pipeline: &Pipeline, door: Door<'_>) -> String {
        let served = format!("http://{SERVED}");
        let endpoint = match door {
            Door::Aws => None,
            Door::Endpoint(url) => Some(url),
            Door::Demo => Some(served.as_str()),
        };
        let command = self
            .some("--profile", pipeline.profile.as_deref())
            .some("--region", pipeline.region.as_deref())
            .some("--endpoint-url", endpoint);
        command.0
    }
}

/// Commands below each other that ask as farol does.
///
/// The demo's cannot; they say how one is served that they can ask, and reach no account by mistake.
pub fn script(pipeline: &Pipeline, door: Door<'_>, commands: Vec<Command>) -> String {
    let hint = format!("# the demo has no endpoint of its own: farol demo --serve {SERVED} has one");
    let hint = (door == Door::Demo && !commands.is_empty()).then_some(hint);
    let commands = commands.into_iter().map(|command| command.within(pipeline, door));
    hint.into_iter().chain(commands).collect::<Vec<_>>().join("\n")
}

/// A word that a shell takes as it is. Where it is pasted, no byte of it is a key.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if word.contains(char::is_control) {
        return escaped(word);
    }
    // zsh looks for the program that `=word` names.
    if !word.is_empty() && !word.starts_with('=') && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// With control characters as the octal numbers of their bytes.
fn escaped(word: &str) -> String {
    let mut inside = String::new();
    for c in word.chars() {
        match c {
            '\'' | '\\' => inside.extend(['\\', c]),
            c if c.is_control() => {
                let _ =
                    c.encode_utf8(&mut [0; 4]).bytes().try_for_each(|byte| write!(inside, "\\{byte:03o}"));
            }
            c => inside.push(c),
        }
    }
    format!("$'{inside}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pipeline() -> Pipeline {
        Pipeline { profile: Some("me".into()), region: Some("us-east-2".into()), ..Pipeline::default() }
    }

    #[track_caller]
    fn check(door: Door<'_>, want: &str) {
        let command = Command::aws("s3api head-object").option("--bucket", "b");
        assert_eq!(script(&pipeline(), door, vec![command]), want);
    }

    #[test]
    fn a_command_asks_with_the_profile_and_the_region_whom_farol_asks() {
        check(Door::Aws, "aws s3api head-object --bucket b --profile me --region us-east-2");
        check(
            Door::Endpoint("http://[::1]:4566"),
            "aws s3api head-object --bucket b --profile me --region us-east-2 --endpoint-url 'http://[::1]:4566'",
        );
    }

    #[test]
    fn what_the_demo_gives_says_how_to_serve_one_and_reaches_no_account() {
        check(
            Door::Demo,
            "# the demo has no endpoint of its own: farol demo --serve 127.0.0.1:4566 has one\n\
             aws s3api head-object --bucket b --profile me --region us-east-2 --endpoint-url http://127.0.0.1:4566",
        );
        assert_eq!(script(&pipeline(), Door::Demo, vec![]), "");
    }

    #[test]
    fn words_reach_the_command_as_they_are() {
        for (word, want) in [
            ("/aws-glue/jobs/error", "/aws-glue/jobs/error"),
            ("", "''"),
            ("2026/03/01/[$LATEST]0a", "'2026/03/01/[$LATEST]0a'"),
            ("it's", r"'it'\''s'"),
            ("=ls", "'=ls'"),
            ("~", "'~'"),
            ("a\u{3}'b\\\n", r"$'a\003\'b\\\012'"),
            ("\u{9b}2J", r"$'\302\2332J'"),
        ] {
            assert_eq!(quoted(word), want, "{word:?}");
        }
    }

    #[test]
    fn a_value_is_not_taken_for_an_option() {
        let command = Command::aws("logs tail").word("g").option("--filter-pattern", "-retry");
        assert_eq!(command.0, "aws logs tail g --filter-pattern=-retry");
    }

    #[test]
    fn an_option_may_have_several_values_or_none() {
        let command = Command::aws("glue get-tags").each("--names", &["a", "b c"]).each("--others", &[]);
        assert_eq!(command.0, "aws glue get-tags --names a 'b c'");
    }
}

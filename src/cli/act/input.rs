//! What goes with an action, as the command line gives it: itself, a file, or standard input.

use serde_json::Value;

use crate::domain::action::{Action, Mode};
use crate::domain::draft;

/// The action with the arguments that `given` says: text, `@FILE`, or `-` for standard input.
///
/// # Errors
/// Why they cannot be read, or where they are wrong.
pub(super) fn replaced(action: &Action, given: Option<&str>) -> Result<Action, String> {
    let Some(given) = given else { return Ok(action.clone()) };
    parsed(action, given).map_err(|why| format!("--arguments: {why}"))
}

/// The JSON that `given` says, in the same ways.
///
/// # Errors
/// Why it cannot be read, or where it is wrong.
pub fn json(given: &str) -> Result<Value, String> {
    let any = Action::Invoke { function: String::new(), payload: Value::Null, mode: Mode::Sync };
    match parsed(&any, given)? {
        Action::Invoke { payload, .. } => Ok(payload),
        _ => Ok(Value::Null),
    }
}

fn parsed(action: &Action, given: &str) -> Result<Action, String> {
    draft::parse(action, &read(given)?).map_err(|mistake| mistake.words())
}

fn read(given: &str) -> Result<String, String> {
    match (given, given.strip_prefix('@')) {
        ("-", _) => {
            std::io::read_to_string(std::io::stdin()).map_err(|error| format!("standard input: {error}"))
        }
        (_, Some(path)) => std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}")),
        (text, None) => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_is_text_or_a_file_and_a_mistake_is_told_with_its_place() {
        let want = |value| Ok(serde_json::json!([value]));
        assert_eq!(json("[2]"), want(2));
        let path = std::env::temp_dir().join(format!("farol-payload-{}", std::process::id()));
        std::fs::write(&path, "[3]\n").unwrap();
        let file = format!("@{}", path.display());
        assert_eq!(json(&file), want(3));
        std::fs::remove_file(path).unwrap();
        assert!(json(&file).unwrap_err().contains("No such file"));
        assert_eq!(json("{\"a\":}").unwrap_err(), "line 1, column 6: expected value");
    }

    #[test]
    fn arguments_replace_those_of_the_configuration_and_without_them_those_go() {
        let job = |value: &str| Action::StartJob {
            job: "j".into(),
            arguments: [("--a".to_owned(), value.to_owned())].into(),
        };
        assert_eq!(replaced(&job("1"), None), Ok(job("1")));
        assert_eq!(replaced(&job("1"), Some("{\"--a\": \"2\"}")), Ok(job("2")));
        let wrong = replaced(&job("1"), Some("{")).unwrap_err();
        assert!(wrong.starts_with("--arguments: line 1, column 2: "), "{wrong}");
    }
}

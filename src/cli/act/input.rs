//! What goes with an action, as the command line gives it: itself, a file, or standard input.

use crate::domain::action::Action;
use crate::domain::draft;

/// The action with what `given` says: text, `@FILE`, or `-` for standard input. `flag` is how it was given.
///
/// # Errors
/// Why it cannot be read, or where it is wrong.
pub(super) fn replaced(action: &Action, given: Option<&str>, flag: &str) -> Result<Action, String> {
    let Some(given) = given else { return Ok(action.clone()) };
    let text = read(given).map_err(|why| format!("{flag}: {why}"))?;
    draft::parse(action, &text).map_err(|mistake| format!("{flag}: {}", mistake.words()))
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

    fn invoke(payload: serde_json::Value) -> Action {
        Action::Invoke { function: "f".into(), payload }
    }

    #[test]
    fn a_payload_is_text_or_a_file_and_without_one_the_configured_one_goes() {
        let configured = invoke(serde_json::json!({ "a": 1 }));
        let given = |text| replaced(&configured, text, "--payload");
        assert_eq!(given(None).unwrap(), configured);
        assert_eq!(given(Some("[2]")).unwrap(), invoke(serde_json::json!([2])));
        let path = std::env::temp_dir().join(format!("farol-payload-{}", std::process::id()));
        std::fs::write(&path, "{\"b\": 3}\n").unwrap();
        let file = format!("@{}", path.display());
        assert_eq!(given(Some(&file)).unwrap(), invoke(serde_json::json!({ "b": 3 })));
        std::fs::remove_file(path).unwrap();
        let gone = given(Some(&file)).unwrap_err();
        assert!(gone.contains("--payload") && gone.contains("No such file"), "{gone}");
        assert_eq!(given(Some("{\"a\":}")).unwrap_err(), "--payload: line 1, column 6: expected value");
    }
}

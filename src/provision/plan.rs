//! What will be made and changed, in words.

use crate::domain::stack::{Change, Replacement};
use crate::domain::text::visible;

/// One line to a change.
pub(super) fn lines(changes: &[Change]) -> Vec<String> {
    let wide = |field: fn(&Change) -> usize| changes.iter().map(field).max().unwrap_or_default();
    let logical = wide(|change| change.logical.visible().chars().count());
    let kind = wide(|change| change.kind.visible().chars().count());
    let line = |change: &Change| {
        let (name, of) = (change.logical.visible(), change.kind.visible());
        let text = format!("  {} {name:logical$}  {of:kind$}  {}", sign(change), words(change));
        text.trim_end().to_owned()
    };
    changes.iter().map(line).collect()
}

fn sign(change: &Change) -> char {
    match change.action.exact() {
        "Add" => '+',
        "Remove" => '-',
        _ => '~',
    }
}

fn words(change: &Change) -> String {
    let what = match (change.action.exact(), change.replacement) {
        ("Add", _) => "made",
        ("Remove", _) => "deleted",
        ("Modify", Replacement::No) => "changed in place",
        ("Modify", Replacement::Perhaps) => {
            "changed, perhaps REPLACED: the old one would go with all that is in it"
        }
        ("Modify", Replacement::Yes) => "REPLACED: the old one goes with all that is in it",
        (other, _) => return visible(other).into_owned(),
    };
    match change.physical.visible() {
        name if name.is_empty() => what.to_owned(),
        // An ARN's last part says enough.
        name => format!("{what}: {}", name.rsplit(['/', ':']).next().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(action: &str, logical: &str, physical: &str, replacement: Replacement) -> Change {
        let kind = if logical == "Raw" { "AWS::S3::Bucket" } else { "AWS::Glue::Job" };
        Change {
            action: action.into(),
            logical: logical.into(),
            physical: physical.into(),
            kind: kind.into(),
            replacement,
        }
    }

    #[test]
    fn every_change_has_a_line_that_says_what_becomes_of_the_old() {
        let changes = [
            change("Add", "Raw", "", Replacement::No),
            change("Modify", "Etl", "describe-x", Replacement::No),
            change("Modify", "EtlRole", "arn:aws:iam::1:role/r", Replacement::Yes),
            change("Remove", "Old", "o", Replacement::No),
            change("Dynamic", "Odd\u{1b}", "", Replacement::Perhaps),
        ];
        let want = [
            "  + Raw      AWS::S3::Bucket  made",
            "  ~ Etl      AWS::Glue::Job   changed in place: describe-x",
            "  ~ EtlRole  AWS::Glue::Job   REPLACED: the old one goes with all that is in it: r",
            "  - Old      AWS::Glue::Job   deleted: o",
            "  ~ Odd␛     AWS::Glue::Job   Dynamic",
        ];
        assert_eq!(lines(&changes), want);
    }
}

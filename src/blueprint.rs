//! The files of the pipeline as they are deployed; the demo quotes them, so that it says what they say.

/// The code of the ingest function, in Python.
pub const INGEST: &str = include_str!("../assets/pipeline/ingest/index.py");
/// The script of the ETL job, in Python.
pub const ETL: &str = include_str!("../assets/pipeline/etl/describe.py");
/// What a reader of the console has to be allowed, with `${…}` for the names.
pub const READER: &str = include_str!("../assets/pipeline/policies/reader.json");
/// What an operator has to be allowed on top of that.
pub const OPERATOR: &str = include_str!("../assets/pipeline/policies/operator.json");

const TEMPLATE: &str = include_str!("../assets/pipeline/template.yaml");
/// Where the function's code goes; a comment in Python, so that the template is valid without it.
const GAP: &str = "ZipFile: '# ingest/index.py'\n";

/// The `CloudFormation` template with the function's code in it.
///
/// A template as a parameter of the API may have 51,200 bytes.
pub fn template() -> String {
    let code: String = INGEST.lines().map(indented).collect();
    TEMPLATE.replace(GAP, &format!("ZipFile: |\n{code}"))
}

fn indented(line: &str) -> String {
    let margin = if line.is_empty() { "" } else { "          " };
    format!("{margin}{line}\n")
}

/// The number of the line that has this text; 0 where none has.
pub fn line_of(source: &str, text: &str) -> u32 {
    let index = source.lines().position(|line| line.trim() == text);
    index.and_then(|index| u32::try_from(index + 1).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_has_one_gap_and_the_code_fills_it() {
        assert_eq!(TEMPLATE.matches(GAP).count(), 1);
        let filled = template();
        assert!(!filled.contains(GAP));
        let (_, block) = filled.split_once("        ZipFile: |\n").unwrap();
        let code = block.lines().take(INGEST.lines().count());
        assert!(
            code.map(str::trim_end).eq(INGEST.lines().map(indented).map(|line| line.trim_end().to_owned()))
        );
    }

    #[test]
    fn the_template_fits_into_a_request() {
        assert!(template().len() < 51_200);
    }

    #[test]
    fn lines_are_counted_from_one() {
        assert_eq!(line_of("a\n  b\nc", "b"), 2);
        assert_eq!(line_of("a", "b"), 0);
    }
}

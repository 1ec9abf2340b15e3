//! The part of the console's configuration that a deployed pipeline is.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::name::Name;

/// The `[[pipeline]]` of a stack, from what the stack tells; what it does not tell is left out.
pub fn section(
    name: &Name,
    profile: Option<&str>,
    region: &str,
    outputs: &BTreeMap<String, String>,
) -> String {
    let mut text = format!("[[pipeline]]\nname = {}\n", quoted(name.as_str()));
    if let Some(profile) = profile {
        line(&mut text, "profile", profile);
    }
    line(&mut text, "region", region);
    let output = |name: &str| outputs.get(name).map(String::as_str);
    if let Some(function) = output("Function") {
        text.push_str("\n[pipeline.ingest]\n");
        line(&mut text, "function", function);
        if let Some(bucket) = output("RawBucket") {
            let _ = writeln!(text, "payload = {{ bucket_name = {} }}", quoted(bucket));
        }
    }
    table(&mut text, "raw", &[("bucket", output("RawBucket")), ("key", output("RawKey"))]);
    table(&mut text, "etl", &[("job", output("Job"))]);
    table(&mut text, "processed", &[("bucket", output("ProcessedBucket")), ("key", output("ProcessedKey"))]);
    table(&mut text, "catalog", &[("crawler", output("Crawler")), ("database", output("Database"))]);
    text
}

/// A table, if its first line has a value.
fn table(text: &mut String, name: &str, lines: &[(&str, Option<&str>)]) {
    if lines.first().is_none_or(|(_, value)| value.is_none()) {
        return;
    }
    let _ = writeln!(text, "\n[pipeline.{name}]");
    for (key, value) in lines {
        if let Some(value) = value {
            line(text, key, value);
        }
    }
}

fn line(text: &mut String, key: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{key} = {}", quoted(value));
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::reference;
    use crate::reference::pipeline as reference_pipeline;

    fn outputs() -> BTreeMap<String, String> {
        let outputs = [
            ("Function", reference::FUNCTION),
            ("LogGroup", reference::INGEST_GROUP),
            ("RawBucket", reference::RAW_BUCKET),
            ("RawKey", reference::RAW_KEY),
            ("Job", reference::JOB),
            ("ProcessedBucket", reference::PROCESSED_BUCKET),
            ("ProcessedKey", reference::PROCESSED_KEY),
            ("Crawler", reference::CRAWLER),
            ("Database", reference::DATABASE),
        ];
        outputs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[track_caller]
    fn parse(text: &str) -> crate::domain::pipeline::Pipeline {
        let config = Config::parse(text, &crate::cli::rows())
            .unwrap_or_else(|mistakes| panic!("{mistakes:?}\n{text}"));
        config.pipelines.into_iter().next().unwrap()
    }

    #[test]
    fn the_section_of_the_reference_pipeline_is_the_reference_pipeline() {
        let text = section(&Name::default(), None, reference::REGION, &outputs());
        assert_eq!(parse(&text), reference_pipeline());
    }

    #[test]
    fn what_the_stack_does_not_tell_is_left_out_and_names_are_quoted() {
        let text = section(&Name::default(), Some("it's \"mine\""), "us-east-2", &BTreeMap::new());
        let pipeline = parse(&text);
        assert_eq!(pipeline.profile.as_deref(), Some("it's \"mine\""));
        assert_eq!((pipeline.ingest, pipeline.raw, pipeline.catalog), (None, None, None));
    }

    #[test]
    fn every_output_that_is_used_is_one_of_the_template_s() {
        let template = crate::blueprint::template();
        for name in outputs().keys() {
            assert!(template.contains(&format!("\n  {name}: {{Value: ")), "{name}");
        }
    }
}

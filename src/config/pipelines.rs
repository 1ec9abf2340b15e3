//! The `[[pipeline]]` tables.

use std::collections::BTreeMap;

use super::rules;
use super::section::{Section, Value};
use super::value::{self, Objection};
use crate::domain::pipeline::{Catalog, Etl, Ingest, Marking, Pipeline, Place};

/// Reads every `[[pipeline]]`; no two may have one name.
pub(super) fn read(top: &mut Section<'_, '_>) -> Vec<Pipeline> {
    let Some(value) = top.value("pipeline") else { return Vec::new() };
    let Some(items) = value.get_ref().as_array() else {
        top.object("pipeline", Objection::to(value, "[[pipeline]], in double brackets"));
        return Vec::new();
    };
    let mut lines = BTreeMap::new();
    let read = |item| top.table_in("pipeline", item, "[[pipeline]]", |s| pipeline(s, &mut lines));
    items.iter().filter_map(read).collect()
}

fn pipeline(section: &mut Section<'_, '_>, lines: &mut BTreeMap<String, usize>) -> Pipeline {
    let name = section.required("name", |v| value::text(v, rules::name));
    unique(section, &name, lines);
    Pipeline {
        name,
        profile: section.read("profile", |v| value::text(v, rules::name)),
        region: section.read("region", |v| value::text(v, rules::region)),
        account_name: section.read("account_name", |v| value::text(v, rules::name)),
        production: section.read("production", value::flag).unwrap_or_default(),
        ingest: section.child("ingest", "[pipeline.ingest]", ingest),
        raw: section.child("raw", "[pipeline.raw]", place),
        etl: section.child("etl", "[pipeline.etl]", etl),
        processed: section.child("processed", "[pipeline.processed]", place),
        catalog: section.child("catalog", "[pipeline.catalog]", catalog),
        groups: section.child("logs", "[pipeline.logs]", groups).unwrap_or_default(),
    }
}

fn unique(section: &mut Section<'_, '_>, name: &str, lines: &mut BTreeMap<String, usize>) {
    let at = section.span("name").start;
    let line = section.mistakes.line(at);
    match lines.get(name) {
        Some(first) if !name.is_empty() => {
            let what = format!("two pipelines are named \"{name}\"; the other one is in line {first}");
            section.mistakes.add(at, what);
        }
        _ => {
            lines.insert(name.to_owned(), line);
        }
    }
}

fn ingest(section: &mut Section<'_, '_>) -> Ingest {
    Ingest {
        function: section.required("function", |v| value::text(v, rules::function)),
        payload: payload(section),
    }
}

/// An ingest without a name; when nothing else is said it is invoked with `{}`, as the AWS console does.
pub(crate) fn bare_ingest() -> Ingest {
    Ingest { function: String::new(), payload: empty_object() }
}

fn payload(section: &mut Section<'_, '_>) -> serde_json::Value {
    let Some(value) = section.value("payload") else { return empty_object() };
    let (payload, objections) = value::object(value);
    for objection in objections {
        section.object("payload", objection);
    }
    payload
}

fn empty_object() -> serde_json::Value {
    serde_json::Value::Object(serde_json::Map::new())
}

fn place(section: &mut Section<'_, '_>) -> Place {
    Place {
        bucket: section.required("bucket", |v| value::text(v, rules::bucket)),
        key: section.read("key", |v| value::text(v, rules::key)),
    }
}

fn etl(section: &mut Section<'_, '_>) -> Etl {
    Etl {
        job: section.required("job", |v| value::text(v, rules::glue)),
        arguments: arguments(section).unwrap_or_default(),
        marking: match section.read("action_id", value::flag) {
            Some(false) => Marking::Never,
            Some(true) | None => Marking::ById,
        },
    }
}

fn arguments(section: &mut Section<'_, '_>) -> Option<BTreeMap<String, String>> {
    let value = section.value("arguments")?;
    let Some(table) = value.get_ref().as_table() else {
        section.object("arguments", Objection::to(value, "a table such as { \"--failure_rate\" = \"0.5\" }"));
        return None;
    };
    let mut arguments = BTreeMap::new();
    for (key, value) in table {
        let name = key.get_ref();
        if !name.starts_with("--") || name.len() == 2 {
            let shown = crate::domain::text::visible(name);
            let what = format!(
                "unknown argument `{shown}` in `arguments`; did you mean `--{}`?",
                shown.trim_start_matches('-')
            );
            section.mistakes.add(key.span().start, what);
        }
        if let Some(text) = argument(section, name, value) {
            arguments.insert(name.to_string(), text);
        }
    }
    Some(arguments)
}

fn argument(section: &mut Section<'_, '_>, name: &str, value: &Value<'_>) -> Option<String> {
    let text = value.get_ref().as_str();
    if text.is_none() {
        let quoted = format!("a string in quotes: \"{}\"", section.mistakes.text(value.span()));
        section.object(name, Objection::to(value, quoted));
    }
    text.map(str::to_owned)
}

fn catalog(section: &mut Section<'_, '_>) -> Catalog {
    Catalog {
        crawler: section.read("crawler", |v| value::text(v, rules::glue)),
        database: section.read("database", |v| value::text(v, rules::glue)),
    }
}

fn groups(section: &mut Section<'_, '_>) -> Vec<String> {
    let Some(value) = section.value("groups") else { return Vec::new() };
    let Some(items) = value.get_ref().as_array() else {
        section.object("groups", Objection::to(value, "a list of log groups in brackets"));
        return Vec::new();
    };
    let mut groups = Vec::new();
    for item in &**items {
        match value::text(item, rules::group) {
            Ok(group) => groups.push(group),
            Err(objection) => section.object("groups", objection),
        }
    }
    groups
}

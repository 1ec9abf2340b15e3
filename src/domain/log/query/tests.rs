use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::clock::Time;
use crate::domain::log::{Buffer, Event, Names, Place, Seq};
use chrono::TimeDelta;

fn event(n: usize, group: &str, stream: &str, text: &str) -> Event {
    let time = Time::UNIX_EPOCH + TimeDelta::milliseconds(i64::try_from(n).unwrap() / 2);
    Event {
        id: n.to_string().into(),
        group: group.into(),
        stream: stream.into(),
        time,
        ingested: time,
        text: text.into(),
    }
}

/// The texts of the lines that pass, found over all texts at once.
fn sifted(buffer: &Buffer, query: &Query) -> Vec<String> {
    let mut found = Vec::new();
    for slot in buffer.rack().slots() {
        let hits = query.sift(slot.segment(), 0);
        found.extend(hits.iter().map(|n| slot.segment().get((*n).into()).unwrap().text().to_owned()));
    }
    found
}

/// The same, each looked at alone.
fn naive(buffer: &Buffer, query: &Query) -> Vec<String> {
    buffer.iter().filter(|line| query.passes(*line)).map(|line| line.text().to_owned()).collect()
}

#[track_caller]
fn check(query: &Query, want: &[&str]) {
    let mut buffer = Buffer::default();
    let lines = [
        ("/aws/lambda/f", "s1", "START a"),
        ("/aws/lambda/f", "s2", "middle b"),
        ("/aws/lambda/f", "s1", "END a"),
        ("/glue/output", "jr_1", "run of one"),
        ("/glue/error", "jr_1-driver", "driver of one"),
        ("/glue/output", "jr_11", "run of eleven"),
        ("/glue/output", "jr_1_g-0", "executor of one"),
    ];
    buffer.extend(lines.iter().enumerate().map(|(n, (group, stream, text))| event(n, group, stream, text)));
    assert_eq!(sifted(&buffer, query), want);
    assert_eq!(naive(&buffer, query), want);
}

fn including(text: &str) -> Query {
    Query { include: Terms::parse(text).unwrap(), ..Query::default() }
}

#[test]
fn every_word_must_be_in_the_text_or_in_the_name_of_the_group() {
    check(&including("one RUN"), &[]);
    check(&including("run one"), &["run of one"]);
    check(&including("glue one"), &["run of one", "driver of one", "executor of one"]);
    let names: Names = vec![("/aws/lambda/f".into(), "ingest".to_owned())];
    check(&Query { names, ..including("ingest END") }, &["END a"]);
}

#[test]
fn after_a_tilde_comes_an_expression() {
    check(&including("~^(START|END) "), &["START a", "END a"]);
    check(
        &including("~"),
        &["START a", "middle b", "END a", "run of one", "driver of one", "run of eleven", "executor of one"],
    );
}

#[test]
fn none_of_what_is_excluded_is_in_what_passes() {
    let exclude = Terms::parse("of middle").unwrap();
    check(&Query { exclude, ..Query::default() }, &["START a", "END a"]);
    let exclude = Terms::parse("lambda eleven").unwrap();
    check(&Query { exclude, ..including("run") }, &["run of one"]);
}

#[test]
fn a_scope_is_a_group_a_run_or_an_invocation() {
    let scoped = |scope| Query { scope, ..Query::default() };
    check(&scoped(Scope::Group("/glue/error".into())), &["driver of one"]);
    let groups = vec!["/glue/output".into(), "/glue/error".into()];
    let run = Scope::Streams { groups, streams: vec!["jr_1".into()] };
    check(&scoped(run), &["run of one", "driver of one", "executor of one"]);
    let moment = |millis| Time::UNIX_EPOCH + TimeDelta::milliseconds(millis);
    let invocation = |to| Scope::Invocation {
        group: "/aws/lambda/f".into(),
        stream: "s1".into(),
        from: Place { seq: Seq(0), ..Place::before(moment(0)) },
        to,
    };
    check(&scoped(invocation(None)), &["START a", "END a"]);
    check(&scoped(invocation(Some(Place::before(moment(1))))), &["START a"]);
}

/// Texts of a small alphabet, so that needles are found, also across the ends of lines.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let piece = select(vec!["a", "b", "ab", "A", "é", "É", "\n", " ", "x1", ""]);
    let text = proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat());
    proptest::collection::vec(text, 0..40)
}

fn expressions() -> impl Strategy<Value = &'static str> {
    select(vec![
        "a",
        "A",
        "é",
        "ab",
        "a\\nb",
        "[^x]b",
        "\\s+",
        "a\\s*b",
        "^a",
        "b$",
        "^$",
        "\\Aa",
        "b\\z",
        "x*",
        "a.*b",
        "(?s)a.*b",
        "(?-m)^a",
        "(?-m)b$",
        "\\bab\\b",
        "\\B",
        "\\w+1",
        "\\n",
        "$",
        "(?R)^a$",
        "(?<name>a)b",
        "é|x",
        "a$\\n?^b",
        "\\D\\n",
    ])
}

proptest! {
    #[test]
    fn all_texts_at_once_tell_the_same_as_each_alone(
        texts in texts(),
        search in expressions(),
        include in select(vec!["", "a", "b A", "~b.a", "g", "~^h", "é"]),
        exclude in select(vec!["", "a", "x b", "~x|é", "h"]),
        from in 0_usize..40,
    ) {
        let mut buffer = Buffer::default();
        let groups = ["g", "h"];
        buffer.extend(texts.iter().enumerate().map(|(n, text)| event(n, groups[n % 3 % 2], "s", text)));
        let query = Query {
            include: Terms::parse(include).unwrap(),
            exclude: Terms::parse(exclude).unwrap(),
            search: Some(Needle::regex(search).unwrap()),
            ..Query::default()
        };
        prop_assert_eq!(sifted(&buffer, &query), naive(&buffer, &query));
        if let Some(slot) = buffer.rack().slots().first() {
            let from = from.min(slot.lines());
            let all = query.sift(slot.segment(), 0);
            let rest: Vec<u16> = all.into_iter().filter(|n| usize::from(*n) >= from).collect();
            prop_assert_eq!(query.sift(slot.segment(), from), rest);
        }
    }
}

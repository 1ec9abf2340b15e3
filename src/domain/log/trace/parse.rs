//! Which runs of lines are one report.

use std::ops::Range;

use super::chain::Chain;
use super::part::Part;

/// Which runs are the report that the line is part of that was asked about, and which of them name the mistake.
pub fn trace(chain: &Chain) -> Option<(Range<usize>, Vec<usize>)> {
    let parts: Vec<Part> = chain.links.iter().map(|link| link.part).collect();
    let mut at = 0;
    while at <= chain.own {
        match python(&parts, at).or_else(|| java(&parts, at)) {
            Some(trace) if trace.0.contains(&chain.own) => return Some(trace),
            Some((range, _)) => at = range.end,
            None => at += 1,
        }
    }
    None
}

fn python(parts: &[Part], start: usize) -> Option<(Range<usize>, Vec<usize>)> {
    let (mut end, mut exception) = traceback(parts, start)?;
    while let Some(later) = joint(parts, end).and_then(|joint| traceback(parts, joint)) {
        (end, exception) = later;
    }
    Some((start..end, vec![exception]))
}

/// Where the traceback begins that came of another one.
fn joint(parts: &[Part], end: usize) -> Option<usize> {
    let joint = end + run(parts, end, |part| matches!(part, Part::Blank | Part::Joint));
    parts.get(end..joint)?.contains(&Part::Joint).then_some(joint)
}

/// Where a single traceback ends, and its line that names the mistake: while that has not come, the first.
fn traceback(parts: &[Part], start: usize) -> Option<(usize, usize)> {
    (parts.get(start)? == &Part::Header).then_some(())?;
    let frames = run(parts, start + 1, |part| matches!(part, Part::Frame | Part::At));
    let end = start + 1 + frames;
    let is_named = frames > 0 && parts.get(end) == Some(&Part::Other);
    (frames > 0).then_some((end + usize::from(is_named), if is_named { end } else { start }))
}

fn java(parts: &[Part], start: usize) -> Option<(Range<usize>, Vec<usize>)> {
    let is_trace = parts.get(start)? == &Part::Other && parts.get(start + 1)? == &Part::At;
    is_trace.then_some(())?;
    let more = run(parts, start + 1, |part| matches!(part, Part::Frame | Part::At | Part::Cause));
    let range = start..start + 1 + more;
    let cause = range.clone().rev().find(|at| parts.get(*at) == Some(&Part::Cause));
    Some((range, [start].into_iter().chain(cause).collect()))
}

/// How many parts from a place on are wanted.
fn run(parts: &[Part], from: usize, is_wanted: fn(Part) -> bool) -> usize {
    parts.iter().skip(from).take_while(|part| is_wanted(**part)).count()
}

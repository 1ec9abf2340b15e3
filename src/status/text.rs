//! The report as a table: a line for the pipeline, a line for each step.

use std::time::Duration;

use unicode_width::UnicodeWidthStr as _;

use super::{PipelineReport, Report, StepReport, word};
use crate::clock::Time;
use crate::domain::health::State;
use crate::domain::words;
use crate::theme::sign;

/// How a text about a state is coloured: [`plain`], or as the screen does it.
pub type Paint<'a> = &'a dyn Fn(State, &str) -> String;

/// No colour at all, for pipes and `NO_COLOR`.
pub fn plain(_: State, text: &str) -> String {
    text.to_owned()
}

const COLUMNS: usize = 5;
/// Step, state, resource, age, and how long it took; what is wrong follows, of any width.
type Cells = [String; COLUMNS];

/// The whole report; ends with a line break.
pub fn table(report: &Report, paint: Paint<'_>) -> String {
    let now = report.generated_at;
    let blocks: Vec<String> = report.pipelines.iter().map(|pipeline| block(pipeline, now, paint)).collect();
    blocks.join("\n")
}

fn block(pipeline: &PipelineReport, now: Time, paint: Paint<'_>) -> String {
    let rows: Vec<Cells> = pipeline.steps.iter().map(|step| cells(step, now)).collect();
    let widths: [usize; COLUMNS] = std::array::from_fn(|column| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0)
    });
    let steps = pipeline.steps.iter().zip(&rows).map(|(step, row)| line(step, row, &widths, paint));
    heading(pipeline, paint) + &steps.collect::<String>()
}

fn heading(pipeline: &PipelineReport, paint: Paint<'_>) -> String {
    let parts = [Some(&pipeline.name), pipeline.account.as_ref(), pipeline.region.as_ref()];
    let parts: Vec<&str> =
        parts.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let state = pipeline.state.state();
    let verdict = paint(state, &format!("{} {}", sign(state), pipeline.state.word()));
    let fault = pipeline.fault.as_ref().map(|fault| format!("; {}", fault.words)).unwrap_or_default();
    let title = if parts.is_empty() { "pipeline".to_owned() } else { parts.join(" · ") };
    format!("{title}: {verdict}{fault}\n")
}

fn cells(step: &StepReport, now: Time) -> Cells {
    let age = step.since.map(|since| words::age(now - since));
    let took = step.took_seconds.and_then(|took| Duration::try_from_secs_f64(took).ok()).map(words::span);
    let name = format!("{} {}", sign(step.state), step.step.name());
    [
        name,
        word(step.state).to_owned(),
        step.resource.clone(),
        age.unwrap_or_default(),
        took.unwrap_or_default(),
    ]
}

fn line(step: &StepReport, row: &Cells, widths: &[usize; COLUMNS], paint: Paint<'_>) -> String {
    let columns = row.iter().zip(widths).enumerate().map(|(column, (cell, width))| {
        let gap = " ".repeat(width.saturating_sub(cell.width()));
        match column {
            0 | 1 => paint(step.state, cell) + &gap,
            2 => format!("{cell}{gap}"),
            _ => format!("{gap}{cell}"),
        }
    });
    let columns: Vec<String> = columns.chain([remark(step)]).collect();
    format!("  {}\n", columns.join("  ").trim_end())
}

/// What else there is to say, and what is wrong.
fn remark(step: &StepReport) -> String {
    let parts: Vec<&str> = [&step.note, &step.why].into_iter().flatten().map(String::as_str).collect();
    parts.join("; ")
}

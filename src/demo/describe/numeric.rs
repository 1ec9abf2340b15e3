//! Columns of numbers: count, mean, standard deviation, extremes and quartiles.
//!
//! The sums are numpy's pairwise ones, so that the last digit agrees too.

use serde_json::Value;

use super::Described;
use super::frame::Column;
use crate::demo::python;

pub const ROWS: [&str; 8] = ["count", "mean", "std", "min", "25%", "50%", "75%", "max"];

/// The eight cells, where the column is numeric.
pub fn describe<'a>(column: &'a Column<'_>) -> Option<Described<'a>> {
    let values = values(column)?;
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let (mean, deviation) = moments(&values, sorted.len());
    let numbers = [
        to_float(sorted.len()),
        mean,
        deviation,
        sorted.first().copied().unwrap_or(f64::NAN),
        quantile(&sorted, 0.25),
        quantile(&sorted, 0.5),
        quantile(&sorted, 0.75),
        sorted.last().copied().unwrap_or(f64::NAN),
    ];
    Some(Described::new(column, numbers.into_iter().map(cell).collect()))
}

fn cell(number: f64) -> String {
    if number.is_nan() { String::new() } else { python::float(number) }
}

/// The values with `NaN` for those that are not there, if pandas would hold them as numbers.
fn values(column: &Column<'_>) -> Option<Vec<f64>> {
    let bare = column.present().next().is_none();
    if bare && !(column.has_gaps() && column.values.iter().any(Option::is_some)) {
        return None;
    }
    column.values.iter().map(|value| number(*value)).collect()
}

fn number(value: Option<&Value>) -> Option<f64> {
    match value {
        None | Some(Value::Null) => Some(f64::NAN),
        Some(value) => value.as_f64(),
    }
}

/// Mean and sample standard deviation, as `nanmean` and `nanstd` go about them.
fn moments(values: &[f64], count: usize) -> (f64, f64) {
    let count = to_float(count);
    let present: Vec<f64> = values.iter().map(|value| if value.is_nan() { 0.0 } else { *value }).collect();
    let mean = pairwise_sum(&present) / count;
    let squares: Vec<f64> = values
        .iter()
        .map(|value| if value.is_nan() { 0.0 } else { (mean - value) * (mean - value) })
        .collect();
    let variance = if count > 1.0 { pairwise_sum(&squares) / (count - 1.0) } else { f64::NAN };
    (mean, variance.sqrt())
}

/// numpy's summation: eight running sums over blocks of up to 128, halves above that.
fn pairwise_sum(values: &[f64]) -> f64 {
    match values.len() {
        0..8 => values.iter().fold(-0.0, |sum, value| sum + value),
        8..=128 => block_sum(values),
        length => {
            let half = length / 2;
            let (left, right) = values.split_at(half - half % 8);
            pairwise_sum(left) + pairwise_sum(right)
        }
    }
}

fn block_sum(values: &[f64]) -> f64 {
    let (eights, rest) = values.as_chunks::<8>();
    let mut eights = eights.iter();
    let mut sums = eights.next().copied().unwrap_or_default();
    for eight in eights {
        sums.iter_mut().zip(eight).for_each(|(sum, value)| *sum += value);
    }
    rest.iter().fold(tree_sum(sums), |sum, value| sum + value)
}

/// Neighbours first, then their sums.
fn tree_sum(sums: [f64; 8]) -> f64 {
    let halved = |values: &[f64]| -> Vec<f64> { values.chunks(2).map(|pair| pair.iter().sum()).collect() };
    halved(&halved(&halved(&sums))).into_iter().sum()
}

/// Linear interpolation, from the nearer end as numpy does it.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = to_float(last) * share;
    let (below, part) = (place.floor(), place.fract());
    let at = |place: f64| sorted.iter().copied().nth(to_index(place)).unwrap_or(f64::NAN);
    let (low, high) = (at(below), at((below + 1.0).min(to_float(last))));
    let difference = high - low;
    if part >= 0.5 { high - difference * (1.0 - part) } else { low + difference * part }
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2^52")]
fn to_float(count: usize) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a floor between 0 and the length"
)]
fn to_index(place: f64) -> usize {
    place as usize
}

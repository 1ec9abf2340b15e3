//! What is said of a look in its lower border: what it is, how much there is, and how much of it has been read.

use crate::domain::preview::{Basis, Format, Look, Packing, Rest};
use crate::domain::words::{count, size};
use crate::widgets::cells;

/// Everything in at most so many cells: where it does not fit, what is said first goes on.
pub fn words(look: &Look, width: usize) -> String {
    let amount = match (look.packing, look.shape.rows) {
        // The bytes that were read are those that the rows are in.
        (Packing::Plain, Some(_)) if look.read < look.size && look.format != Format::Parquet => {
            Some(format!("{} in the {}", things(look).unwrap_or_default(), read(look)))
        }
        _ => Some([rows(look), Some(read(look))].into_iter().flatten().collect::<Vec<_>>().join(" · ")),
    };
    let parts = [Some(kind(look)), amount, look.remark.clone()];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    cells::cut(&crate::domain::text::visible(&parts.join(" · ")), width)
}

fn kind(look: &Look) -> String {
    match look.packing {
        Packing::Plain => look.format.name().to_owned(),
        packing => format!("{}, {}", look.format.name(), packing.name()),
    }
}

/// How much there is of rows and columns, and what that is based on.
pub fn rows(look: &Look) -> Option<String> {
    let basis = match look.shape.basis {
        Basis::Whole => String::new(),
        Basis::Beginning(bytes) => {
            format!(" in the first {}", size(u64::try_from(bytes).unwrap_or(u64::MAX)))
        }
    };
    Some(format!("{}{basis}", things(look)?))
}

fn things(look: &Look) -> Option<String> {
    let rows = look.shape.rows?;
    let noun = match look.content {
        crate::domain::preview::Content::Text(_) => "line",
        crate::domain::preview::Content::Tree(_) => "entry",
        _ => "row",
    };
    let noun = match (rows, noun) {
        (1, noun) => noun,
        (_, "entry") => "entries",
        (_, "line") => "lines",
        _ => "rows",
    };
    let crate::domain::preview::Content::Table(grid) = &look.content else {
        return Some(format!("{} {noun}", count(rows)));
    };
    let columns = part(grid.columns.len(), look.shape.columns.len());
    Some(format!("{columns} columns, {} {noun}", part(grid.len(), rows)))
}

/// How many of how many.
fn part(some: usize, all: usize) -> String {
    if some < all { format!("{} of {}", count(some), count(all)) } else { count(all) }
}

fn read(look: &Look) -> String {
    let more = match look.rest {
        Rest::Nothing => return size(look.size),
        Rest::More => "; more below",
        Rest::Bound => "; a preview reads no further",
    };
    if look.read >= look.size {
        return format!("{}{more}", size(look.size));
    }
    if look.format == Format::Parquet {
        return format!("{} of {} read{more}", size(look.read), size(look.size));
    }
    format!("first {} of {}{more}", size(look.read), size(look.size))
}

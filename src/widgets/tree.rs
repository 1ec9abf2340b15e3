//! The lines of a tree: what stands before the name of each row.
//!
//! ```text
//! ├─ count
//! └▾ entries
//!    ├─ API
//!    └▸ Link
//! ```

/// Whether a row has others below it, and shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// It has none.
    Leaf,
    /// It shows them.
    Open,
    /// It hides them.
    Closed,
}

impl Fold {
    /// The other way round.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Leaf => Self::Leaf,
            Self::Open => Self::Closed,
            Self::Closed => Self::Open,
        }
    }

    /// The sign of a root.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Leaf => " ",
            Self::Open => "▾",
            Self::Closed => "▸",
        }
    }
}

/// What stands before each row, given its depth (0: directly below the root) and its fold, top to bottom.
pub fn leads(rows: &[(usize, Fold)]) -> Vec<String> {
    // From the bottom up: which levels go on below.
    let mut goes_on: Vec<bool> = Vec::new();
    let mut leads: Vec<String> = rows.iter().rev().map(|row| lead(&mut goes_on, *row)).collect();
    leads.reverse();
    leads
}

fn lead(goes_on: &mut Vec<bool>, (depth, fold): (usize, Fold)) -> String {
    goes_on.resize(depth + 1, false);
    let (own, above) = goes_on.split_last_mut().map_or((false, &[][..]), |(own, above)| {
        let is_followed = std::mem::replace(own, true);
        (is_followed, &*above)
    });
    let mut lead: String = above.iter().map(|goes_on| if *goes_on { "│  " } else { "   " }).collect();
    lead.push(if own { '├' } else { '└' });
    lead.push_str(if fold == Fold::Leaf { "─" } else { fold.sign() });
    lead.push(' ');
    lead
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &[(usize, Fold)], want: &[&str]) {
        assert_eq!(leads(rows), want);
    }

    #[test]
    fn lines_go_down_to_the_last_row_of_each_level() {
        use Fold::{Closed, Leaf, Open};
        check(&[], &[]);
        check(&[(0, Leaf)], &["└─ "]);
        check(&[(0, Leaf), (0, Open), (1, Leaf), (1, Closed)], &["├─ ", "└▾ ", "   ├─ ", "   └▸ "]);
        check(
            &[(0, Open), (1, Open), (2, Leaf), (1, Leaf), (0, Open), (1, Leaf)],
            &["├▾ ", "│  ├▾ ", "│  │  └─ ", "│  └─ ", "└▾ ", "   └─ "],
        );
    }
}

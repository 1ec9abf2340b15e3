//! How many values the longest row of a column has, told by its repetition levels without writing them out.

use super::thrift::Thrift;

/// What has been seen of a column so far: a row may go on in the next page.
#[derive(Debug, Clone, Copy, Default)]
pub struct Longest {
    open: usize,
    longest: usize,
}

impl Longest {
    /// The longest row after the next page: of so many levels, each of so many bits. `None`: they cannot be read.
    pub fn after(&mut self, levels: &[u8], width: u8, count: usize) -> Option<usize> {
        let (mut thrift, mut left) = (Thrift::new(levels), count);
        let bytes = usize::from(width.div_ceil(8));
        while left > 0 {
            let head = usize::try_from(thrift.varint()?).ok()?;
            if head & 1 == 0 {
                let run = (head >> 1).min(left);
                let is_new = thrift.bytes(bytes)?.iter().all(|byte| *byte == 0);
                self.see(run, is_new);
                left -= run;
                (run > 0).then_some(())?;
            } else {
                let groups = head >> 1;
                let packed = thrift.bytes(groups.checked_mul(usize::from(width))?.min(thrift.left()))?;
                let run = groups.checked_mul(8)?.min(left);
                for n in 0..run {
                    self.see(1, is_zero(packed, n, width)?);
                }
                left -= run;
                (run > 0).then_some(())?;
            }
        }
        Some(self.longest)
    }

    fn see(&mut self, count: usize, is_new: bool) {
        self.open = if is_new { 1 } else { self.open.saturating_add(count) };
        self.longest = self.longest.max(self.open);
    }
}

fn is_zero(packed: &[u8], n: usize, width: u8) -> Option<bool> {
    let from = n * usize::from(width);
    for at in from..from + usize::from(width) {
        if packed.get(at / 8)? >> (at % 8) & 1 == 1 {
            return Some(false);
        }
    }
    Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_row_is_found_in_runs_and_packed_levels_and_across_pages() {
        let mut longest = Longest::default();
        // One new row, five more values of it, then packed: 0 1 1 1 0 1 0 0.
        assert_eq!(longest.after(&[2, 0, 10, 1, 3, 0b0010_1110], 1, 14), Some(6));
        assert_eq!(longest.after(&[20, 1], 1, 10), Some(11));
        assert_eq!(longest.after(&[20], 1, 10), None);
        assert_eq!(longest.after(&[0, 1], 1, 10), None);
    }
}

//! Rows that the user has marked, by their identities.

/// Marked rows, in the order of their marking. Meant for as many as a person marks: looking for one passes all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marks<K>(Vec<K>);

impl<K> Default for Marks<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: PartialEq> Marks<K> {
    /// Marks a row, or takes its mark away.
    pub fn turn(&mut self, key: K) {
        match self.0.iter().position(|marked| *marked == key) {
            Some(n) => drop(self.0.remove(n)),
            None => self.0.push(key),
        }
    }

    /// Whether a row is marked.
    pub fn has(&self, key: &K) -> bool {
        self.0.contains(key)
    }

    /// Marks nothing any more.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// How many are marked.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The marked ones, the first marked first.
    pub fn all(&self) -> &[K] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_mark_takes_the_first_away() {
        let mut marks = Marks::default();
        for key in ["b", "a", "c", "a"] {
            marks.turn(key);
        }
        assert_eq!((marks.all(), marks.len()), (&["b", "c"][..], 2));
        assert!(marks.has(&"c") && !marks.has(&"a"));
        marks.clear();
        assert!(marks.is_empty());
    }
}

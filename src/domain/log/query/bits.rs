//! Some of the lines of a segment.

const WORD: usize = u64::BITS as usize;

/// A set of line numbers of one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// No line of so many.
    pub fn none(len: usize) -> Self {
        Self(vec![0; len.div_ceil(WORD)])
    }

    /// The lines from one on, of so many.
    pub fn from(first: usize, len: usize) -> Self {
        let mut bits = Self::none(len);
        (first..len).for_each(|n| bits.insert(n));
        bits
    }

    /// Adds a line.
    pub fn insert(&mut self, n: usize) {
        if let Some(word) = self.0.get_mut(n / WORD) {
            *word |= 1 << (n % WORD);
        }
    }

    /// Keeps the lines that the other has too.
    pub fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own &= other);
    }

    /// Takes the lines out that the other has.
    pub fn remove(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own &= !other);
    }

    /// Keeps the lines for which it is so.
    pub fn retain(&mut self, mut is_so: impl FnMut(usize) -> bool) {
        let mut kept = Self(vec![0; self.0.len()]);
        self.iter().filter(|n| is_so(*n)).for_each(|n| kept.insert(n));
        *self = kept;
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The lines, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(n, word)| ones(*word).map(move |bit| n * WORD + bit))
    }
}

fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
        word &= word - 1;
        Some(bit)
    })
}

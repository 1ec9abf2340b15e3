//! What may go wrong inside a live tail, on request: for tests of what its reader does then.

/// In a message, wherever it is put: every answer has a lone surrogate there, as an escape, `\ud800`.
pub const SURROGATE: char = '\u{fdd0}';
/// In a message, wherever it is put: every answer has the byte 255 there, which is no UTF-8.
pub const BAD_UTF8: char = '\u{fdd1}';

/// A trouble that an update of a live tail meets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trouble {
    /// No update holds more events than this; the rest are dropped, and the update says that it is a sample.
    Sample(usize),
    /// So many events of a hundred are dropped, and nothing says so.
    Drop(f64),
    /// No byte comes any more, and the connection stays.
    Silence,
    /// The update is not sent, and nothing says so; the next ones are.
    Skip,
    /// The connection breaks within the frame.
    Cut,
    /// The stream ends, well-formed, without a reason.
    Close,
    /// The stream ends with `SessionTimeoutException`.
    End,
    /// The stream ends with `SessionStreamingException`.
    Fail,
    /// The frame's last checksum is wrong.
    BadChecksum,
    /// The frame says that it is two gigabytes long.
    HugeLength,
    /// The first event's message has a lone surrogate, as an escape.
    Surrogate,
    /// The first event's message has a byte that is no UTF-8.
    BadUtf8,
    /// The update is of a kind that no client knows; its events are lost.
    Unknown,
    /// The events of the update come in the reverse order.
    Disorder,
}

/// Troubles, and how many more updates each meets; without end where absent.
#[derive(Debug, Default)]
pub(super) struct Troubles(Vec<(Trouble, Option<usize>)>);

impl Troubles {
    pub fn add(&mut self, trouble: Trouble, times: Option<usize>) {
        self.0.push((trouble, times));
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// What the next update meets.
    pub fn strike(&mut self) -> Vec<Trouble> {
        let struck = self.0.iter().map(|(trouble, _)| *trouble).collect();
        for (_, left) in &mut self.0 {
            *left = left.map(|left| left.saturating_sub(1));
        }
        self.0.retain(|(_, left)| *left != Some(0));
        struck
    }
}

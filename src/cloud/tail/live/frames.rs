//! The frames of an event stream, as they come: a bad one costs itself, never its neighbours.
//!
//! A frame is: its length, its headers' length, a checksum of both (4 bytes each, big-endian), headers, payload, and
//! a checksum of all. Without a trustworthy length there is no telling where the next frame begins.

use aws_smithy_eventstream::frame::read_message_from;
use aws_smithy_types::event_stream::Message;
use bytes::{Buf as _, Bytes, BytesMut};

/// No frame is longer: 500 events of a megabyte would not fit, but the service cuts what it sends far below that.
const LONGEST: usize = 24 * 1024 * 1024;

/// The two lengths and their checksum; and those with the last checksum.
const PRELUDE: usize = 12;
const SHORTEST: usize = 16;

/// A frame, or what came in its place.
#[derive(Debug)]
pub(super) enum Frame {
    /// A whole one.
    Whole(Message),
    /// One whose contents are not what was sent, or make no sense.
    Bad,
    /// What comes cannot be cut into frames any more.
    Lost,
}

/// Cuts what comes into frames.
#[derive(Debug, Default)]
pub(super) struct Frames(BytesMut);

impl Frames {
    /// Takes what has come.
    pub fn push(&mut self, bytes: &Bytes) {
        self.0.extend_from_slice(bytes);
    }

    /// The next frame, if all of it has come.
    pub fn next(&mut self) -> Option<Frame> {
        let prelude = self.0.get(..PRELUDE)?;
        let word = |at: usize| prelude.get(at..at + 4).map_or(0, |mut bytes| bytes.get_u32());
        let length = usize::try_from(word(0)).unwrap_or(usize::MAX);
        let lengths = prelude.get(..8).unwrap_or_default();
        if !(SHORTEST..=LONGEST).contains(&length) || crc32(lengths) != word(8) {
            return Some(Frame::Lost);
        }
        if self.0.len() < length {
            return None;
        }
        let frame = self.0.split_to(length).freeze();
        Some(read_message_from(frame).map_or(Frame::Bad, Frame::Whole))
    }
}

/// The checksum of a few bytes (CRC-32 as in zip files).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_eventstream::frame::write_message_to;

    fn frame(payload: &'static [u8]) -> Vec<u8> {
        let mut out = Vec::new();
        write_message_to(&Message::new(payload), &mut out).unwrap();
        out
    }

    /// The payloads of what comes in pieces of so many bytes; `!` is a bad frame and `?` the end.
    #[track_caller]
    fn check(bytes: &[u8], want: &str) {
        for size in [1, 7, 1_000] {
            let mut frames = Frames::default();
            let mut got = String::new();
            'all: for piece in bytes.chunks(size) {
                frames.push(&Bytes::copy_from_slice(piece));
                while let Some(frame) = frames.next() {
                    match frame {
                        Frame::Whole(message) => got += std::str::from_utf8(message.payload()).unwrap(),
                        Frame::Bad => got.push('!'),
                        Frame::Lost => {
                            got.push('?');
                            break 'all;
                        }
                    }
                }
            }
            assert_eq!(got, want, "in pieces of {size}");
        }
    }

    #[test]
    fn the_checksum_is_the_usual_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn frames_come_in_pieces_of_any_size() {
        check(&[frame(b"a"), frame(b""), frame(b"bc")].concat(), "abc");
    }

    #[test]
    fn a_bad_frame_costs_only_itself() {
        let mut bad = frame(b"x");
        *bad.last_mut().unwrap() ^= 1;
        check(&[frame(b"a"), bad, frame(b"b")].concat(), "a!b");
    }

    #[test]
    fn without_a_trustworthy_length_all_is_lost() {
        let mut huge = frame(b"x");
        huge[0] = 0xff;
        check(&[frame(b"a"), huge, frame(b"b")].concat(), "a?");
        let mut short = frame(b"x");
        short[..4].copy_from_slice(&[0, 0, 0, 3]);
        check(&short, "?");
    }

    #[test]
    fn a_frame_that_is_cut_off_is_waited_for() {
        let whole = frame(b"abc");
        check(&whole[..whole.len() - 1], "");
    }

    proptest::proptest! {
        #[test]
        fn whatever_comes_it_ends(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let mut frames = Frames::default();
            frames.push(&Bytes::from(bytes));
            let ends = std::iter::from_fn(|| frames.next()).take(100).take_while(|f| !matches!(f, Frame::Lost));
            proptest::prop_assert!(ends.count() < 100);
        }
    }
}

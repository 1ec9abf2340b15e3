//! The `aws-chunked` encoding of uploads: sizes in hexadecimal, optional chunk signatures, trailers.

use bytes::Bytes;
use http::HeaderMap;

/// Whether a request's body is encoded so.
pub(crate) fn is_chunked(headers: &HeaderMap) -> bool {
    let says = |name: &str, what: fn(&str) -> bool| {
        headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(what)
    };
    says("x-amz-content-sha256", |value| value.starts_with("STREAMING-"))
        || says("content-encoding", |value| value.contains("aws-chunked"))
}

/// The data without their wrapping; `None` where the body breaks off or is not of this kind.
/// Signatures and checksums are not verified.
pub(crate) fn decode(body: &Bytes) -> Option<Bytes> {
    let mut rest = body.as_ref();
    let mut data = Vec::with_capacity(rest.len());
    loop {
        let (line, after) = line(rest)?;
        let size = line.split(|byte| *byte == b';').next()?;
        let size = usize::from_str_radix(std::str::from_utf8(size).ok()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(data.into());
        }
        let (chunk, after) = after.split_at_checked(size)?;
        data.extend_from_slice(chunk);
        rest = after.strip_prefix(b"\r\n")?;
    }
}

fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.windows(2).position(|pair| pair == b"\r\n")?;
    Some((bytes.get(..end)?, bytes.get(end + 2..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &'static [u8], expected: Option<&'static [u8]>) {
        assert_eq!(decode(&Bytes::from_static(body)).as_deref(), expected);
    }

    #[test]
    fn chunks_are_joined_and_trailers_dropped() {
        check(b"5\r\nhello\r\n6;chunk-signature=ab\r\n world\r\n0\r\n\r\n", Some(b"hello world"));
        check(b"3\r\na\r\n\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", Some(b"a\r\n"));
        check(b"0\r\n\r\n", Some(b""));
        check(b"5\r\nhel", None);
        check(b"hello", None);
    }

    proptest::proptest! {
        #[test]
        fn what_is_wrapped_comes_out_whole(chunks in proptest::collection::vec(proptest::collection::vec(0u8.., 1..40), 0..8)) {
            let mut wrapped = Vec::new();
            for chunk in &chunks {
                wrapped.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
                wrapped.extend(chunk);
                wrapped.extend(b"\r\n");
            }
            wrapped.extend(b"0\r\n\r\n");
            assert_eq!(decode(&wrapped.into()).unwrap(), chunks.concat());
        }

        #[test]
        fn no_body_brings_it_down(body in proptest::collection::vec(0u8.., 0..80)) {
            let _ = decode(&body.into());
        }
    }
}

//! Paging tokens: opaque to callers, and refused where they do not belong.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use md5::{Digest as _, Md5};

/// How many bytes of the digest seal a token.
const SEAL: usize = 6;

/// A token that continues `scope` (the operation and what it was asked) after `position`.
pub(crate) fn seal(scope: &str, position: &str) -> String {
    let mut bytes = digest(scope, position);
    bytes.extend_from_slice(position.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The position in a token; `None` if it was not made for this scope.
pub(crate) fn open(scope: &str, token: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (seal, position) = bytes.split_at_checked(SEAL)?;
    let position = String::from_utf8(position.to_vec()).ok()?;
    (digest(scope, &position) == seal).then_some(position)
}

fn digest(scope: &str, position: &str) -> Vec<u8> {
    let mut md5 = Md5::new();
    md5.update(scope.as_bytes());
    md5.update([0]);
    md5.update(position.as_bytes());
    md5.finalize().iter().copied().take(SEAL).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_only_in_its_own_scope() {
        let token = seal("GetJobRuns a", "jr_1");
        assert_eq!(open("GetJobRuns a", &token).as_deref(), Some("jr_1"));
        assert_eq!(open("GetJobRuns b", &token), None);
        assert_eq!(open("GetJobRuns a", "bm90IG91cnM"), None);
        assert_eq!(open("GetJobRuns a", "?"), None);
    }
}

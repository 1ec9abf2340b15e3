//! An error that AWS, or something that stands where AWS should, answered with.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::cloud::place::Place;
use crate::domain::fault::{Fault, Kind};

const DENIED: [&str; 8] = [
    "AccessDenied",
    "AccessDeniedException",
    "AllAccessDisabled",
    "AuthorizationError",
    "AuthorizationErrorException",
    "KMSAccessDeniedException",
    "UnauthorizedOperation",
    "UnauthorizedAccess",
];
const THROTTLED: [&str; 11] = [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottled",
    "RequestThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "SlowDown",
    "ProvisionedThroughputExceededException",
];
const MISSING: [&str; 6] = [
    "EntityNotFoundException",
    "NoSuchBucket",
    "NoSuchKey",
    "NotFound",
    "ResourceNotFoundException",
    "FunctionNotFoundException",
];
/// A login that ran out, and keys that AWS does not know.
const EXPIRED: [&str; 10] = [
    "ExpiredToken",
    "ExpiredTokenException",
    "TokenRefreshRequired",
    "RequestExpired",
    "InvalidToken",
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "InvalidSignatureException",
];
const ELSEWHERE: [&str; 3] = ["PermanentRedirect", "AuthorizationHeaderMalformed", "TemporaryRedirect"];

/// An answer that is an error.
pub(super) struct Answer<'a> {
    code: Option<&'a str>,
    message: Option<&'a str>,
    status: u16,
    region: Option<&'a str>,
    body: &'a [u8],
}

impl<'a> Answer<'a> {
    pub fn new(code: Option<&'a str>, message: Option<&'a str>, raw: &'a HttpResponse) -> Self {
        let region = raw.headers().get("x-amz-bucket-region");
        let body = raw.body().bytes().unwrap_or_default();
        Self { code, message, status: raw.status().as_u16(), region, body }
    }

    pub fn fault(&self, place: &Place, doing: &'static str) -> Fault {
        let kind = match self.kind(place) {
            Kind::Offline => return super::offline(place, doing, &self.said()),
            kind => kind,
        };
        Fault::new(doing, kind, self.said())
    }

    fn kind(&self, place: &Place) -> Kind {
        let code = self.code.unwrap_or_default();
        let among = |codes: &[&str]| codes.contains(&code);
        match self.status {
            _ if among(&ELSEWHERE) => Kind::Elsewhere { region: self.region.map(str::to_owned) },
            _ if among(&THROTTLED) => Kind::Throttled,
            _ if among(&EXPIRED) => Kind::Expired { renew: place.renew(place.login) },
            _ if among(&DENIED) => Kind::Denied,
            _ if among(&MISSING) => Kind::Missing,
            301 | 307 => Kind::Elsewhere { region: self.region.map(str::to_owned) },
            401 | 403 if code.is_empty() => Kind::Denied,
            404 if code.is_empty() => Kind::Missing,
            429 => Kind::Throttled,
            500.. => Kind::Offline,
            400..500 => Kind::Refused,
            _ => Kind::Ours,
        }
    }

    fn said(&self) -> String {
        match (self.code, self.message) {
            (Some(code), Some(message)) => format!("{code}: {message}"),
            (Some(code), None) => format!("{code} (HTTP {})", self.status),
            (None, Some(message)) => format!("HTTP {}: {message}", self.status),
            (None, None) => format!("HTTP {} {}", self.status, plain(self.body)).trim_end().to_owned(),
        }
    }
}

/// Whether it is an answer of the right protocol after all, with something in it that AWS would not say.
pub(super) fn is_garbled(raw: &HttpResponse) -> bool {
    let body = raw.body().bytes().unwrap_or_default();
    raw.status().is_success() && body.trim_ascii_start().first() == Some(&b'{')
}

/// The text of a body that may be HTML, in one line of bearable length.
fn plain(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body.get(..4096).unwrap_or(body)).into_owned();
    let mut inside = false;
    let bare: String = text
        .chars()
        .map(|c| match c {
            '<' => {
                inside = true;
                ' '
            }
            '>' => {
                inside = false;
                ' '
            }
            _ if inside => ' ',
            c => c,
        })
        .collect();
    let words: Vec<&str> = bare.split_whitespace().collect();
    words.join(" ").chars().take(200).collect()
}

//! Times as text, quickly: neighbours mostly share their second.

use crate::clock::Time;
use crate::config::Zone;

/// Writes times as RFC 3339 with milliseconds in a zone.
#[derive(Debug)]
pub(super) struct Stamp {
    zone: Zone,
    second: i64,
    /// Up to the seconds, and after the milliseconds.
    parts: (String, String),
}

impl Stamp {
    pub fn new(zone: Zone) -> Self {
        Self { zone, second: i64::MIN, parts: Default::default() }
    }

    /// Writes one.
    pub fn push(&mut self, time: Time, out: &mut Vec<u8>) {
        if time.timestamp() != self.second {
            self.second = time.timestamp();
            self.parts = parts(self.zone, time);
        }
        out.extend_from_slice(self.parts.0.as_bytes());
        let millis = time.timestamp_subsec_millis().min(999);
        let digit = |n: u32| b'0' + u8::try_from(n % 10).unwrap_or_default();
        out.extend_from_slice(&[b'.', digit(millis / 100), digit(millis / 10), digit(millis)]);
        out.extend_from_slice(self.parts.1.as_bytes());
    }

    /// One alone.
    pub fn text(&mut self, time: Time) -> String {
        let mut out = Vec::new();
        self.push(time, &mut out);
        String::from_utf8(out).unwrap_or_default()
    }
}

fn parts(zone: Zone, time: Time) -> (String, String) {
    let there = time.with_timezone(&zone.offset(time));
    let suffix = match zone {
        Zone::Utc => "Z".to_owned(),
        Zone::Local => there.format("%:z").to_string(),
    };
    (there.format("%Y-%m-%dT%H:%M:%S").to_string(), suffix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_milliseconds_and_its_zone() {
        let mut stamp = Stamp::new(Zone::Utc);
        for (millis, want) in [
            (1_767_323_045_678, "2026-01-02T03:04:05.678Z"),
            (1_767_323_045_007, "2026-01-02T03:04:05.007Z"),
            (1_767_323_046_000, "2026-01-02T03:04:06.000Z"),
            (0, "1970-01-01T00:00:00.000Z"),
        ] {
            assert_eq!(stamp.text(Time::from_timestamp_millis(millis).unwrap()), want);
        }
    }
}

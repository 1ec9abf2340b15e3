//! Whether a yes still covers what is so.

use crate::clock::Time;
use crate::domain::preflight::Preflight;

/// Why a yes that was given to what was `seen` does not cover what is so now; `None`: it does.
pub(super) fn uncovered(seen: &Preflight, fresh: &Preflight, now: Time) -> Option<String> {
    if let (Some(shown), Some(found)) = (&seen.identity, &fresh.identity)
        && found.differs_from(shown)
    {
        let (who, region) = (found.arn.visible(), found.region.visible());
        return Some(format!("it would be done by {who} in {region} now, and not as was shown"));
    }
    if let Some(finding) = fresh.stop() {
        return Some(finding.words(now, ""));
    }
    let news: Vec<String> = fresh.news(&seen.findings).iter().map(|finding| finding.words(now, "")).collect();
    (!news.is_empty()).then(|| format!("this is new since you were asked: {}", news.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::Identity;
    use crate::domain::preflight::{Disabled, Finding};

    fn look(arn: &str, findings: &[Finding]) -> Preflight {
        let taken = Time::UNIX_EPOCH;
        let identity = Identity { account: "1".into(), arn: arn.into(), region: "us-east-2".into() };
        Preflight {
            begun: taken,
            taken,
            identity: Some(identity),
            findings: findings.to_vec(),
            last_good: None,
        }
    }

    #[track_caller]
    fn check(seen: &Preflight, fresh: &Preflight, want: Option<&str>) {
        let why = uncovered(seen, fresh, Time::UNIX_EPOCH);
        let is_right = match (&why, want) {
            (Some(why), Some(want)) => why.contains(want),
            (why, want) => why.is_none() && want.is_none(),
        };
        assert!(is_right, "{why:?}, not {want:?}");
    }

    #[test]
    fn a_yes_covers_what_was_shown_and_nothing_that_is_new() {
        let disabled = Finding::Disabled(Disabled::NoConcurrency);
        let idle = Finding::Idle("READY".into());
        let calm = look("arn:1", &[]);
        check(&calm, &calm, None);
        check(&look("arn:1", std::slice::from_ref(&disabled)), &calm, None);
        let warned = look("arn:1", std::slice::from_ref(&disabled));
        check(&warned, &warned, None);
        check(&calm, &warned, Some("new since you were asked: the function is disabled"));
        let stopped = look("arn:1", &[idle]);
        check(&calm, &stopped, Some("nothing to stop: it is READY"));
        check(&stopped, &stopped, Some("nothing to stop"));
        check(&calm, &look("arn:2", &[]), Some("by arn:2 in us-east-2 now"));
    }
}

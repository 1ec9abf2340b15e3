//! Rules of a lifecycle, from the SDK's.

use aws_sdk_s3::types::{LifecycleRule, Tag};

use crate::domain::object::lifecycle::{Deed, Rule, When};
use crate::domain::words;

pub(super) fn rule(rule: LifecycleRule) -> Rule {
    let mut made = Rule {
        name: rule.id.clone().unwrap_or_default(),
        is_on: rule.status.as_str() == "Enabled",
        deeds: deeds(&rule),
        ..Rule::default()
    };
    #[expect(deprecated, reason = "old rules have it, in place of a filter")]
    let prefix = rule.prefix;
    let filter = rule.filter.unwrap_or_else(|| aws_sdk_s3::types::LifecycleRuleFilter::builder().build());
    let and = filter.and;
    let inner = and.as_ref().and_then(|and| and.prefix.clone());
    made.prefix = filter.prefix.or(inner).or(prefix).unwrap_or_default();
    let tags = and.as_ref().map(|and| and.tags().to_vec()).unwrap_or_default();
    made.only
        .extend(filter.tag.into_iter().chain(tags).map(|tag: Tag| format!("tag {}={}", tag.key, tag.value)));
    let over = filter.object_size_greater_than.or(and.as_ref().and_then(|and| and.object_size_greater_than));
    let under = filter.object_size_less_than.or(and.as_ref().and_then(|and| and.object_size_less_than));
    let size = |bytes: i64| words::size(u64::try_from(bytes).unwrap_or_default());
    made.only.extend(over.map(|bytes| format!("over {}", size(bytes))));
    made.only.extend(under.map(|bytes| format!("under {}", size(bytes))));
    made
}

fn deeds(rule: &LifecycleRule) -> Vec<Deed> {
    let when = |days: Option<i32>, date: Option<&aws_sdk_s3::primitives::DateTime>| match (days, date) {
        (Some(days), _) => Some(When::After(days)),
        (None, Some(date)) => Some(When::On(date.to_string().chars().take(10).collect())),
        (None, None) => None,
    };
    let mut deeds = Vec::new();
    for one in rule.transitions() {
        let class = one.storage_class.as_ref().map(|class| class.as_str().to_owned()).unwrap_or_default();
        deeds.extend(when(one.days, one.date.as_ref()).map(|when| Deed::Move(class, when)));
    }
    if let Some(end) = &rule.expiration {
        deeds.extend(when(end.days, end.date.as_ref()).map(Deed::Expire));
        deeds.extend((end.expired_object_delete_marker == Some(true)).then_some(Deed::SweepMarkers));
    }
    for one in rule.noncurrent_version_transitions() {
        let class = one.storage_class.as_ref().map(|class| class.as_str().to_owned()).unwrap_or_default();
        deeds.extend(one.noncurrent_days.map(|days| Deed::MoveOld(class, days)));
    }
    let old = rule.noncurrent_version_expiration.as_ref();
    deeds.extend(
        old.and_then(|old| Some(Deed::ExpireOld(old.noncurrent_days?, old.newer_noncurrent_versions))),
    );
    let uploads = rule.abort_incomplete_multipart_upload.as_ref();
    deeds.extend(uploads.and_then(|uploads| uploads.days_after_initiation).map(Deed::AbortUploads));
    deeds
}

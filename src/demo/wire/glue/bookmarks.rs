//! The bookmarks of jobs.

use serde_json::{Value, json};

use super::missing;
use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::digest::Bookmark;
use crate::demo::wire::answer::{Outcome, Refusal};
use crate::demo::wire::json::{Input, reply};

pub(super) fn get(input: &Input, account: &Account) -> Outcome {
    let name = input.required("JobName")?;
    let bookmark = account.bookmark(name).ok_or_else(|| none(name))?;
    Ok(reply(json!({ "JobBookmarkEntry": shape(name, bookmark) })))
}

pub(super) fn reset(input: &Input, account: &mut Account, now: Time) -> Outcome {
    let name = input.required("JobName")?;
    let bookmark = account.reset_bookmark(name, now).ok_or_else(|| none(name))?;
    Ok(reply(json!({ "JobBookmarkEntry": shape(name, &bookmark) })))
}

fn none(name: &str) -> Refusal {
    missing(format!("Continuation for job {name} not found"))
}

fn shape(name: &str, bookmark: &Bookmark) -> Value {
    let state = bookmark.until.map_or_else(|| json!({}), |until| json!({ "until": until.to_rfc3339() }));
    json!({
        "JobName": name,
        "Version": bookmark.version,
        "Run": bookmark.run,
        "Attempt": 0,
        "RunId": bookmark.run_id,
        "JobBookmark": state.to_string(),
    })
}

//! Which groups are meant.

use super::label::{Label, Labels};
use crate::cli::launch::Wrong;
use crate::cloud::Cloud;
use crate::domain::fault::{Fault, Kind};
use crate::domain::pipeline::Pipeline;
use crate::domain::text::visible;

/// The most names that a refusal lists.
const LISTED: usize = 6;

/// Why there are no groups to tail.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It makes no sense as it was asked for.
    Wrong(Wrong),
    /// AWS could not be asked.
    Fault(Fault),
}

/// What a name comes to among others.
#[derive(Debug, PartialEq, Eq)]
enum Found<'a> {
    One(&'a str),
    Several(Vec<&'a str>),
    None,
}

/// The groups that were asked for, else the pipeline's own; with the names they have in the console.
pub(super) async fn choose(cloud: &Cloud, pipeline: &Pipeline, wanted: &[String]) -> Result<Labels, Refusal> {
    let function = own_group(cloud, pipeline).await;
    let mut own = pipeline.groups();
    if let (Some(group), Some(ingest)) = (&function, &pipeline.ingest)
        && let Some(default) = own.iter_mut().find(|own| **own == ingest.default_group())
    {
        default.clone_from(group);
    }
    let known = Labels::new(pipeline, function.as_deref(), &own);
    if wanted.is_empty() {
        return if own.is_empty() { Err(no_groups()) } else { Ok(known) };
    }
    let mut groups = Vec::new();
    for name in wanted {
        let group = match find(name, known.all().iter().map(|Label { group, name, .. }| (&**group, &**name)))
        {
            Found::One(group) => group.to_owned(),
            Found::Several(names) => return Err(ambiguous(name, &names)),
            Found::None => ask(cloud, name).await?,
        };
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    Ok(Labels::new(pipeline, function.as_deref(), &groups))
}

/// The group of the function, where its configuration can be read and nothing else is configured.
async fn own_group(cloud: &Cloud, pipeline: &Pipeline) -> Option<String> {
    let ingest = pipeline.ingest.as_ref().filter(|_| pipeline.groups.is_empty())?;
    let function = cloud.function(ingest).await.ok()?;
    Some(function.log_group.exact().to_owned())
}

/// Looks for a name among groups and their labels: as it is, as the end of one, as a part of exactly one.
fn find<'a>(name: &str, groups: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Found<'a> {
    if let Some((group, _)) = groups.clone().find(|(group, label)| *group == name || *label == name) {
        return Found::One(group);
    }
    let mut ends = groups.clone().filter(|(group, _)| group.rsplit('/').next() == Some(name));
    if let (Some((group, _)), None) = (ends.next(), ends.next()) {
        return Found::One(group);
    }
    let part = name.to_lowercase();
    let has_part = |(group, label): &(&str, &str)| {
        group.to_lowercase().contains(&part) || label.to_lowercase().contains(&part)
    };
    let some: Vec<&str> = groups.filter(has_part).map(|(group, _)| group).collect();
    match some.as_slice() {
        [] => Found::None,
        [one] => Found::One(one),
        _ => Found::Several(some),
    }
}

/// Looks for a name in the account. Who may not look has to give it in full.
async fn ask(cloud: &Cloud, name: &str) -> Result<String, Refusal> {
    let some = match cloud.log_groups(Some(name)).await {
        Ok(some) => some,
        Err(Fault { kind: Kind::Denied | Kind::Refused | Kind::Ours, .. }) => return Ok(name.to_owned()),
        Err(fault) => return Err(Refusal::Fault(fault)),
    };
    match find(name, some.iter().map(|group| (&**group, &**group))) {
        Found::One(group) => return Ok(group.to_owned()),
        Found::Several(names) => return Err(ambiguous(name, &names)),
        Found::None => {}
    }
    let all = cloud.log_groups(None).await.map_err(Refusal::Fault)?;
    match find(name, all.iter().map(|group| (&**group, &**group))) {
        Found::One(group) => Ok(group.to_owned()),
        Found::Several(names) => Err(ambiguous(name, &names)),
        Found::None => Err(unknown(name, &all)),
    }
}

fn ambiguous(name: &str, names: &[&str]) -> Refusal {
    let what = format!("--group {}: that could be {}", visible(name), list(names));
    Refusal::Wrong(Wrong::Usage(what))
}

fn unknown(name: &str, all: &[String]) -> Refusal {
    let hint = match nearest(name, all).as_slice() {
        [] => "the account has none".to_owned(),
        near => format!("the nearest are {}", list(near)),
    };
    let wait = "`--log-group` takes one that does not exist yet";
    let what = format!("--group {}: there is no such log group; {hint} ({wait})", visible(name));
    Refusal::Wrong(Wrong::Usage(what))
}

/// The names that are most like this one, by their ends too.
fn nearest<'a>(name: &str, all: &'a [String]) -> Vec<&'a str> {
    let name = name.to_lowercase();
    let distance = |group: &&'a String| {
        let group = group.to_lowercase();
        let end = group.rsplit('/').next().unwrap_or_default();
        strsim::osa_distance(&name, &group).min(strsim::osa_distance(&name, end))
    };
    let mut near: Vec<&String> = all.iter().collect();
    near.sort_by_cached_key(distance);
    near.into_iter().take(3).map(String::as_str).collect()
}

fn list(names: &[&str]) -> String {
    let more = names.len().saturating_sub(LISTED);
    let shown: Vec<String> = names.iter().take(LISTED).map(|name| visible(name).into_owned()).collect();
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

fn no_groups() -> Refusal {
    Refusal::Wrong(Wrong::Usage("there is no log group to tail: give --group, or see --help".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUPS: [(&str, &str); 3] = [
        ("/aws/lambda/getPublicAPIs", "ingest"),
        ("/aws-glue/python-jobs/error", "etl/error"),
        ("/aws-glue/python-jobs/output", "etl/output"),
    ];

    #[track_caller]
    fn check(name: &str, want: &Found<'_>) {
        assert_eq!(&find(name, GROUPS.into_iter()), want, "{name}");
    }

    #[test]
    fn a_group_is_named_in_full_by_its_label_or_by_a_part_of_its_own() {
        check("/aws/lambda/getPublicAPIs", &Found::One(GROUPS[0].0));
        check("ingest", &Found::One(GROUPS[0].0));
        check("publicapis", &Found::One(GROUPS[0].0));
        check("output", &Found::One(GROUPS[2].0));
        check("etl", &Found::Several(vec![GROUPS[1].0, GROUPS[2].0]));
        check("getPublicAPIs", &Found::One(GROUPS[0].0));
        check("nothing", &Found::None);
    }

    #[test]
    fn the_end_of_a_name_outranks_the_middle_of_another() {
        let groups = [("/n/1000", ""), ("/n/10000", "")];
        assert_eq!(find("1000", groups.into_iter()), Found::One("/n/1000"));
    }

    #[test]
    fn a_name_that_is_nowhere_is_answered_with_the_nearest() {
        let all: Vec<String> = GROUPS.iter().map(|(group, _)| (*group).to_owned()).collect();
        assert_eq!(nearest("getPublicAPI", &all)[0], GROUPS[0].0);
        let Refusal::Wrong(wrong) = unknown("x", &[]) else { panic!("a refusal") };
        assert!(wrong.to_string().contains("the account has none"), "{wrong}");
    }

    #[test]
    fn a_long_list_is_cut_and_says_so() {
        assert_eq!(list(&["a"; 8]), "a, a, a, a, a, a and 2 more");
    }
}

//! Which word on profile, region and endpoint wins.

use super::*;
use std::collections::BTreeMap;

/// What the machine says, as `name=value` for variables and `profile.name=value` for profiles.
fn machine(words: &str) -> Machine {
    let mut machine = Machine::default();
    for (name, value) in words.split_whitespace().filter_map(|word| word.split_once('=')) {
        match name.split_once('.') {
            Some((profile, setting)) => {
                let settings: &mut BTreeMap<_, _> = machine.profiles.entry(profile.into()).or_default();
                settings.insert(setting.into(), value.into());
            }
            None => {
                machine.vars.insert(name.into(), value.into());
            }
        }
    }
    machine
}

fn access(endpoint: Option<&str>) -> Access {
    Access { endpoint_url: endpoint.map(str::to_owned), ..Access::default() }
}

fn pipeline(profile: Option<&str>, region: Option<&str>) -> Pipeline {
    let (profile, region) = (profile.map(str::to_owned), region.map(str::to_owned));
    Pipeline { profile, region, ..Pipeline::default() }
}

#[track_caller]
fn check_region(region: Option<&str>, words: &str, want: Option<&str>) {
    let place = access(None).settle(&pipeline(None, region), &machine(words));
    assert_eq!(place.ok().map(|place| place.region).as_deref(), want);
}

#[test]
fn the_region_of_the_pipeline_wins_over_the_environment() {
    check_region(Some("b"), "AWS_REGION=c default.region=d", Some("b"));
    check_region(None, "AWS_REGION=c default.region=d", Some("c"));
    check_region(None, "AWS_DEFAULT_REGION=c default.region=d", Some("c"));
    check_region(None, "default.region=d", Some("d"));
    check_region(None, "", None);
}

#[test]
fn a_missing_region_names_the_remedy() {
    let fault = access(None).settle(&pipeline(None, None), &machine("")).unwrap_err();
    assert!(fault.words().contains("--region"), "{}", fault.words());
}

#[track_caller]
fn check_login(profile: Option<&str>, words: &str, login: Login, renew: &str) {
    let place = access(None).settle(&pipeline(profile, Some("r")), &machine(words)).unwrap();
    assert_eq!((place.login, place.renew(place.login).as_str()), (login, renew));
}

#[test]
fn a_named_profile_wins_over_the_keys_of_the_environment() {
    let sso = "AWS_ACCESS_KEY_ID=x prod.sso_session=y";
    check_login(Some("prod"), sso, Login::Sso, "aws sso login --profile prod");
    let export = "export AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… AWS_SESSION_TOKEN=…";
    check_login(None, sso, Login::Environment, export);
    check_login(Some("dev"), "dev.login_session=z", Login::Session, "aws login --profile dev");
    check_login(None, "AWS_PROFILE=k k.aws_access_key_id=z", Login::Keys, "aws configure --profile k");
}

#[test]
fn an_unknown_profile_is_an_error_wherever_it_is_named() {
    let no = |endpoint: Option<&str>, profile: Option<&str>, words: &str| {
        access(endpoint).settle(&pipeline(profile, Some("r")), &machine(words)).is_err()
    };
    assert!(no(None, Some("nope"), ""));
    assert!(no(None, None, "AWS_PROFILE=nope"));
    assert!(!no(Some("http://e"), Some("nope"), ""), "an emulator needs no profile");
}

#[track_caller]
fn check_keys(profile: Option<&str>, words: &str, want: &str) {
    let machine = machine(words);
    let place = access(Some("http://e")).settle(&pipeline(profile, Some("r")), &machine).unwrap();
    assert_eq!(credentials(&place, &machine).access_key_id(), want);
}

#[test]
fn a_custom_endpoint_sees_static_keys_or_the_dummy_and_nothing_else() {
    let keys =
        "AWS_ACCESS_KEY_ID=env AWS_SECRET_ACCESS_KEY=s p.aws_access_key_id=own p.aws_secret_access_key=s";
    check_keys(None, keys, "env");
    check_keys(Some("p"), keys, "own");
    check_keys(Some("sso"), "sso.sso_session=x", "demo");
    check_keys(None, "", "demo");
}

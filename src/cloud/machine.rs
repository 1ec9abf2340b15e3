//! What this machine says of AWS: environment variables and profile files, read once per opening.

use std::collections::BTreeMap;

use aws_config::profile::ProfileSet;
use aws_smithy_types::error::display::DisplayErrorContext;

use crate::domain::fault::{Fault, Kind};

/// The settings of a profile that matter here.
const SETTINGS: [&str; 8] = [
    "region",
    "endpoint_url",
    "ignore_configured_endpoint_urls",
    "sso_session",
    "sso_start_url",
    "login_session",
    "aws_access_key_id",
    "aws_secret_access_key",
];

/// The environment and the profiles, as they were when read.
#[derive(Debug, Clone, Default)]
pub struct Machine {
    /// The variables whose names start with `AWS_`.
    pub vars: BTreeMap<String, String>,
    /// Profile name to its settings.
    pub profiles: BTreeMap<String, BTreeMap<String, String>>,
}

impl Machine {
    /// Reads the environment and `~/.aws`, or the files that the environment names instead.
    pub async fn read() -> Result<Self, Fault> {
        let files = aws_config::profile::load(&fresh(), &fresh(), &fresh(), None).await;
        let files =
            files.map_err(|e| Fault::new("profiles", Kind::Ours, DisplayErrorContext(&e).to_string()))?;
        Ok(Self { vars: variables(), profiles: profiles(&files) })
    }

    /// A variable that is set and not empty.
    pub fn var(&self, name: &str) -> Option<&str> {
        self.vars.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A setting of a profile.
    pub fn setting(&self, profile: &str, name: &str) -> Option<&str> {
        self.profiles.get(profile)?.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// That the profile exists, or a fault that names the nearest one and the files looked at.
    pub fn expect_profile(&self, name: &str) -> Result<(), Fault> {
        if self.profiles.contains_key(name) {
            return Ok(());
        }
        let nearest = self.profiles.keys().max_by(|a, b| likeness(name, a).total_cmp(&likeness(name, b)));
        let hint = match nearest {
            Some(near) if likeness(name, near) > 0.7 => format!("; did you mean `{near}`?"),
            _ => String::new(),
        };
        let said = format!("there is no profile `{name}` in {}{hint}", self.files());
        Err(Fault::new("profile", Kind::Ours, said))
    }

    fn files(&self) -> String {
        let config = self.var("AWS_CONFIG_FILE").unwrap_or("~/.aws/config");
        let credentials = self.var("AWS_SHARED_CREDENTIALS_FILE").unwrap_or("~/.aws/credentials");
        format!("{config} or {credentials}")
    }
}

/// The machine's own environment and files, whose types the SDK keeps to itself.
fn fresh<T: Default>() -> T {
    T::default()
}

fn likeness(a: &str, b: &str) -> f64 {
    strsim::jaro_winkler(a, b)
}

fn variables() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with("AWS_"))
        .collect()
}

fn profiles(files: &ProfileSet) -> BTreeMap<String, BTreeMap<String, String>> {
    files
        .profiles()
        .map(|name| {
            let get = |key: &str| Some((key.to_owned(), files.get_profile(name)?.get(key)?.to_owned()));
            let mut settings: BTreeMap<_, _> = SETTINGS.iter().filter_map(|key| get(key)).collect();
            settings.extend(get("aws_session_token"));
            (name.to_owned(), settings)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(names: &[&str], asked: &str, want: Option<&str>) {
        let profiles = names.iter().map(|name| ((*name).to_owned(), BTreeMap::new())).collect();
        let machine = Machine { profiles, ..Machine::default() };
        let said = machine.expect_profile(asked).err().map(|fault| fault.said.exact().to_owned());
        assert_eq!(said.as_deref(), want);
    }

    #[test]
    fn an_unknown_profile_names_the_nearest_and_the_files() {
        check(&["data-prod"], "data-prod", None);
        check(
            &["data-prod", "sandbox"],
            "data-prd",
            Some(
                "there is no profile `data-prd` in ~/.aws/config or ~/.aws/credentials; did you mean `data-prod`?",
            ),
        );
        check(&["zzz"], "data", Some("there is no profile `data` in ~/.aws/config or ~/.aws/credentials"));
    }
}

//! Where we ask and as whom: region, endpoints and the kind of login.

use std::collections::BTreeMap;

use super::machine::Machine;

/// An AWS service that we talk to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// Object storage.
    S3,
    /// Functions.
    Lambda,
    /// Jobs, crawlers and the Data Catalog.
    Glue,
    /// CloudWatch Logs.
    Logs,
    /// Alarms and metrics.
    CloudWatch,
    /// Who we are.
    Sts,
    /// The stack that a pipeline is deployed as.
    CloudFormation,
}

impl Service {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::S3, Self::Lambda, Self::Glue, Self::Logs, Self::CloudWatch, Self::Sts, Self::CloudFormation];

    /// The service of an IAM action such as `glue:GetJobRuns`.
    pub fn of(doing: &str) -> Option<Self> {
        let name = doing.split(':').next()?;
        Self::ALL.into_iter().find(|service| service.name() == name)
    }

    /// The name in IAM actions, and mostly in host names.
    pub fn name(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Lambda => "lambda",
            Self::Glue => "glue",
            Self::Logs => "logs",
            Self::CloudWatch => "cloudwatch",
            Self::Sts => "sts",
            Self::CloudFormation => "cloudformation",
        }
    }

    fn variable(self) -> &'static str {
        match self {
            Self::S3 => "AWS_ENDPOINT_URL_S3",
            Self::Lambda => "AWS_ENDPOINT_URL_LAMBDA",
            Self::Glue => "AWS_ENDPOINT_URL_GLUE",
            Self::Logs => "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS",
            Self::CloudWatch => "AWS_ENDPOINT_URL_CLOUDWATCH",
            Self::Sts => "AWS_ENDPOINT_URL_STS",
            Self::CloudFormation => "AWS_ENDPOINT_URL_CLOUDFORMATION",
        }
    }
}

/// Endpoints that are not AWS's own: a flag, the environment or the profile named them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Endpoints {
    everywhere: Option<String>,
    special: BTreeMap<Service, String>,
}

impl Endpoints {
    /// The flag wins over the environment, a service's variable over the general one, and both over the profile.
    pub fn find(flag: Option<&str>, machine: &Machine, profile: &str) -> Self {
        if let Some(flag) = flag {
            return Self { everywhere: Some(flag.to_owned()), special: BTreeMap::new() };
        }
        let ignored = machine
            .var("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
            .or_else(|| machine.setting(profile, "ignore_configured_endpoint_urls"));
        if ignored.is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            return Self::default();
        }
        let special = Service::ALL
            .into_iter()
            .filter_map(|service| Some((service, machine.var(service.variable())?.to_owned())))
            .collect();
        let general = machine.var("AWS_ENDPOINT_URL").or_else(|| machine.setting(profile, "endpoint_url"));
        Self { everywhere: general.map(str::to_owned), special }
    }

    /// The custom endpoint of a service.
    pub fn of(&self, service: Service) -> Option<&str> {
        self.special.get(&service).or(self.everywhere.as_ref()).map(String::as_str)
    }

    /// Whether no service goes to AWS itself.
    pub fn are_all_custom(&self) -> bool {
        Service::ALL.into_iter().all(|service| self.of(service).is_some())
    }

    /// Whether no TLS is ever needed.
    pub fn are_all_plain(&self) -> bool {
        Service::ALL.into_iter().all(|service| self.of(service).is_some_and(|url| url.starts_with("http://")))
    }
}

/// How we came by credentials: what decides how they are renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Login {
    /// Keys in environment variables.
    Environment,
    /// Keys in the profile.
    Keys,
    /// IAM Identity Center.
    Sso,
    /// `aws login`.
    Session,
    /// Something else: a role, a process, a container, or nothing.
    #[default]
    Other,
}

impl Login {
    /// The kind of login that the profile asks for.
    pub fn find(explicit: bool, profile: &str, machine: &Machine) -> Self {
        let has = |name| machine.setting(profile, name).is_some();
        match () {
            () if !explicit && machine.var("AWS_ACCESS_KEY_ID").is_some() => Self::Environment,
            () if has("sso_session") || has("sso_start_url") => Self::Sso,
            () if has("login_session") => Self::Session,
            () if has("aws_access_key_id") => Self::Keys,
            () => Self::Other,
        }
    }
}

/// Where we ask and as whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The region that requests are signed for.
    pub region: String,
    /// What is not AWS itself.
    pub endpoints: Endpoints,
    /// The profile, where one is named.
    pub profile: Option<String>,
    /// Whether a flag or the pipeline names it, so that no other login may stand in for it.
    pub is_strict: bool,
    /// The kind of login.
    pub login: Login,
}

impl Place {
    /// The host that is asked for an action, to be named when it does not answer.
    pub fn host(&self, doing: &str) -> String {
        let Some(service) = Service::of(doing) else { return "AWS".to_owned() };
        match self.endpoints.of(service) {
            Some(url) => {
                let rest = url.split("://").last().unwrap_or_default();
                rest.split('/').next().unwrap_or_default().to_owned()
            }
            None => format!("{}.{}.amazonaws.com", service.name(), self.region),
        }
    }

    /// The command that renews the login, as one types it.
    pub fn renew(&self, login: Login) -> String {
        let suffix =
            self.profile.as_ref().map(|name| format!(" --profile {}", quoted(name))).unwrap_or_default();
        match login {
            Login::Sso => format!("aws sso login{suffix}"),
            Login::Session => format!("aws login{suffix}"),
            Login::Environment => {
                "export AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… AWS_SESSION_TOKEN=…".to_owned()
            }
            Login::Keys | Login::Other => format!("aws configure{suffix}"),
        }
    }
}

fn quoted(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.@/+=:".contains(c));
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(vars: &[(&str, &str)]) -> Machine {
        let vars = vars.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Machine { vars, ..Machine::default() }
    }

    #[track_caller]
    fn check(flag: Option<&str>, vars: &[(&str, &str)], service: Service, want: Option<&str>) {
        let found = Endpoints::find(flag, &machine(vars), "default");
        assert_eq!(found.of(service), want);
    }

    #[test]
    fn the_nearest_word_on_an_endpoint_wins() {
        let general = ("AWS_ENDPOINT_URL", "http://a");
        let special = ("AWS_ENDPOINT_URL_S3", "http://b");
        check(None, &[], Service::S3, None);
        check(None, &[general], Service::S3, Some("http://a"));
        check(None, &[general, special], Service::S3, Some("http://b"));
        check(None, &[special], Service::Glue, None);
        check(Some("http://c"), &[general, special], Service::S3, Some("http://c"));
        check(None, &[general, ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")], Service::S3, None);
    }

    #[test]
    fn a_host_is_named_as_it_is_asked() {
        let mut place = Place { region: "us-east-2".into(), ..Place::default() };
        assert_eq!(place.host("glue:GetJobRuns"), "glue.us-east-2.amazonaws.com");
        place.endpoints = Endpoints::find(Some("http://127.0.0.1:4566/x"), &Machine::default(), "");
        assert_eq!(place.host("glue:GetJobRuns"), "127.0.0.1:4566");
    }

    #[test]
    fn a_profile_is_quoted_where_a_shell_needs_it() {
        let place = Place { profile: Some("it's".into()), ..Place::default() };
        assert_eq!(place.renew(Login::Sso), "aws sso login --profile 'it'\\''s'");
    }
}

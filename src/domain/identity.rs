//! Who we are for AWS.

use super::text::Foreign;

/// The answer of `GetCallerIdentity`, and where we look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Twelve digits.
    pub account: Foreign,
    /// The identity's ARN.
    pub arn: Foreign,
    /// The region that is asked.
    pub region: Foreign,
}

impl Identity {
    /// The last part of the ARN: the user, or the role's session.
    pub fn who(&self) -> std::borrow::Cow<'_, str> {
        super::text::visible(self.arn.exact().rsplit([':', '/']).next().unwrap_or_default())
    }

    /// The ARN with the session of a role named by its role: what an auditor looks for.
    pub fn role(&self) -> std::borrow::Cow<'_, str> {
        super::text::visible(self.arn.exact().rsplit(':').next().unwrap_or_default())
    }

    /// The ARN without the session of a role, which changes whenever the login is renewed.
    pub fn principal(&self) -> &str {
        let arn = self.arn.exact();
        match arn.rsplit_once('/') {
            Some((role, _)) if arn.contains(":assumed-role/") => role,
            _ => arn,
        }
    }

    /// Whether it is another account, another region, or somebody else.
    pub fn differs_from(&self, other: &Self) -> bool {
        self.account != other.account || self.region != other.region || self.principal() != other.principal()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(account: &str, arn: &str, region: &str) -> Identity {
        Identity { account: account.into(), arn: arn.into(), region: region.into() }
    }

    #[test]
    fn a_renewed_session_of_a_role_is_the_same_identity_and_nothing_else_is() {
        let role = |role: &str, session: &str| format!("arn:aws:sts::1:assumed-role/{role}/{session}");
        let shown = identity("1", &role("oncall", "night"), "us-east-2");
        let check = |account: &str, arn: &str, region: &str, want: bool| {
            assert_eq!(identity(account, arn, region).differs_from(&shown), want, "{account} {arn} {region}");
        };
        check("1", &role("oncall", "night"), "us-east-2", false);
        check("1", &role("oncall", "morning"), "us-east-2", false);
        check("1", &role("admin", "night"), "us-east-2", true);
        check("2", &role("oncall", "night"), "us-east-2", true);
        check("1", &role("oncall", "night"), "eu-west-1", true);
        check("1", "arn:aws:iam::1:user/night", "us-east-2", true);
    }
}

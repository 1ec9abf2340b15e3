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
}

//! The chain of an error's causes, and what its text gives away.

use std::error::Error;

use aws_smithy_types::error::display::DisplayErrorContext;

use crate::cloud::place::Login;

/// An error's causes, outermost first, and the debug print that holds what no `Display` tells.
pub(super) struct Chain {
    layers: Vec<String>,
    debug: String,
}

impl Chain {
    /// Walks the causes of an error.
    pub fn of<E: Error>(error: &E) -> Self {
        let first: &dyn Error = error;
        let layers = std::iter::successors(Some(first.to_string()), {
            let mut next = first.source();
            move |_| {
                let error = next?;
                next = error.source();
                Some(error.to_string())
            }
        });
        Self { layers: layers.collect(), debug: DisplayErrorContext(error).to_string() }
    }

    /// All layers in one line.
    pub fn line(&self) -> String {
        self.layers.join(": ")
    }

    /// The innermost cause that says something.
    pub fn cause(&self) -> &str {
        self.layers.iter().rev().map(|layer| layer.trim()).find(|layer| !layer.is_empty()).unwrap_or_default()
    }

    /// Whether any of these texts occurs anywhere in the chain.
    pub fn says(&self, signs: &[&str]) -> bool {
        signs.iter().any(|sign| self.debug.contains(sign))
    }

    /// Whether no connection was made, so that nothing can have been sent.
    pub fn is_unconnected(&self) -> bool {
        self.says(&["HTTP connect timeout", "(Connect)", "dns error", "tcp connect error", "ConnectError"])
    }

    /// Whether it tells of a login that is missing or ran out; the SDK's types for these are private.
    pub fn login(&self) -> Trouble {
        match () {
            () if self.says(&["SSO token", "UnauthorizedException"]) => Trouble::With(Login::Sso),
            () if self.says(&["Login token"]) => Trouble::With(Login::Session),
            () if self.says(&[
                "loading credentials",
                "no credentials",
                "no providers in chain",
                "identity resolver timed out",
                "ExpiredToken",
            ]) =>
            {
                Trouble::Some
            }
            () => Trouble::None,
        }
    }
}

/// What a chain of causes tells of the login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Nothing.
    None,
    /// There is trouble, of whatever kind the login is.
    Some,
    /// There is trouble with this kind of login.
    With(Login),
}

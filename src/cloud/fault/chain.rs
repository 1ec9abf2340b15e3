//! The chain of an error's causes, and what its text gives away.

use std::error::Error;

use aws_smithy_types::error::display::DisplayErrorContext;

use crate::cloud::place::Login;

/// Layers that only say which part of the SDK wraps the next one.
const GENERIC: [&str; 5] = ["dispatch failure", "other", "io error", "service error", "unhandled error"];

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

    /// All layers that say something, in one line.
    pub fn line(&self) -> String {
        let mut layers: Vec<&str> = self.layers.iter().map(String::as_str).collect();
        layers.retain(|layer| !GENERIC.contains(layer));
        layers.dedup();
        if layers.is_empty() { self.layers.join(": ") } else { layers.join(": ") }
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
            // The chain has then asked the instance's metadata too, and could not connect.
            () if self.says(&["no credentials", "no providers in chain"]) => Trouble::Some,
            // To renew a login would need the network as well.
            () if self.is_unconnected() => Trouble::None,
            () if self.says(&["SSO token", "UnauthorizedException"]) => Trouble::With(Login::Sso),
            () if self.says(&["Login token", ".aws/login/cache"]) => Trouble::With(Login::Session),
            () if self.says(&["credential", "identity resolver timed out", "ExpiredToken"]) => Trouble::Some,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Layer(&'static str, Option<Box<Layer>>);

    impl std::fmt::Display for Layer {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(self.0)
        }
    }

    impl Error for Layer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.1.as_ref().map(|inner| &**inner as &(dyn Error + 'static))
        }
    }

    /// A chain of the layers, outermost first.
    fn chain(layers: &[&'static str]) -> Chain {
        let wrap = |inner, layer: &&'static str| Some(Box::new(Layer(layer, inner)));
        Chain::of(&*layers.iter().rev().fold(None, wrap).unwrap())
    }

    #[track_caller]
    fn check(layers: &[&'static str], want: Trouble) {
        assert_eq!(chain(layers).login(), want);
    }

    #[test]
    fn the_sdks_words_for_a_login_that_ran_out_are_known() {
        let load = "an error occurred while loading credentials";
        check(
            &["dispatch failure", "other", load, "the SSO token has expired and cannot be refreshed"],
            Trouble::With(Login::Sso),
        );
        check(&[load, "failed to load the cached SSO token"], Trouble::With(Login::Sso));
        check(
            &[load, "UnauthorizedException: Session token not found or invalid"],
            Trouble::With(Login::Sso),
        );
        check(
            &[load, "failed to refresh cached Login token: Your session has expired."],
            Trouble::With(Login::Session),
        );
        check(&[load, "failed to read `/h/.aws/login/cache/x.json`"], Trouble::With(Login::Session));
        check(&["dispatch failure", "other", "no credentials found in chain"], Trouble::Some);
        check(&["dispatch failure", "other", "the credential provider was not enabled"], Trouble::Some);
        check(&["identity resolver timed out after 22s"], Trouble::Some);
        check(&["dispatch failure", "io error", "connection reset by peer"], Trouble::None);
    }

    #[test]
    fn a_login_that_cannot_be_renewed_for_want_of_a_network_is_not_an_expired_one() {
        check(&["an error occurred while loading credentials", "dns error"], Trouble::None);
        check(&["no credentials found in chain", "tcp connect error"], Trouble::Some);
    }

    #[test]
    fn layers_that_say_nothing_are_left_out() {
        let chain = chain(&["dispatch failure", "other", "loading", "loading", "it broke"]);
        assert_eq!((chain.line().as_str(), chain.cause()), ("loading: it broke", "it broke"));
    }
}

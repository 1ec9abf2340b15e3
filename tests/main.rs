//! The one integration-test binary: linking the SDK is slow, so everything that needs a whole crate or
//! another process is a module of this.

#[cfg(test)]
mod peers;

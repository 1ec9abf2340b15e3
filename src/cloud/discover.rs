//! What an account holds, where nothing names it.

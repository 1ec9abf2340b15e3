//! The entry point.

use std::process::ExitCode;

fn main() -> ExitCode {
    farol::cli::main()
}

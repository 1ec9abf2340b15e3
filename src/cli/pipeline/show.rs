//! `farol pipeline show`: the files as they are deployed, and the policies of those who use the console.

use clap::{Args, ValueEnum};

use crate::blueprint;
use crate::cli::{Exit, print};

/// Which file.
#[derive(Debug, Args)]
pub struct Show {
    /// The file
    pub what: What,
    /// Of the policies: whose. What an operator has to be allowed comes on top of the reader's
    #[arg(long = "for", value_name = "WHO", default_value = "reader")]
    pub whose: Whose,
}

/// A file of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// The CloudFormation template
    Template,
    /// The code of the ingest function
    Handler,
    /// The script of the ETL job
    Etl,
    /// The least IAM policy for the console, with ${…} for the names
    Policy,
}

/// Who uses the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Whose {
    /// Somebody who looks
    Reader,
    /// Somebody who also starts the steps
    Operator,
}

impl Show {
    pub(super) fn run(&self) -> Exit {
        print(&self.text(), Exit::Well)
    }

    fn text(&self) -> String {
        match (self.what, self.whose) {
            (What::Template, _) => blueprint::template(),
            (What::Handler, _) => blueprint::INGEST.to_owned(),
            (What::Etl, _) => blueprint::ETL.to_owned(),
            (What::Policy, Whose::Reader) => blueprint::READER.to_owned(),
            (What::Policy, Whose::Operator) => blueprint::OPERATOR.to_owned(),
        }
    }
}

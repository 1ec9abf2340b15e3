//! `farol pipeline show`: the files as they are deployed, and the policies of those who use the console.

use clap::{Args, ValueEnum};

use super::site::{Intent, visit};
use crate::blueprint;
use crate::cli::options::Options;
use crate::cli::{Exit, complain, print};
use crate::provision::{Name, Stop, Whose};

/// Which file.
#[derive(Debug, Args)]
pub struct Show {
    /// The file
    pub what: What,
    /// Of the policies: whose. What an operator has to be allowed comes on top of the reader's
    #[arg(long = "for", value_name = "WHO", default_value = "reader")]
    pub whose: Whose,
    /// Of the policies: put the names of this deployed pipeline in, as its stack tells them
    #[arg(long, value_name = "NAME")]
    pub name: Option<Name>,
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
    /// The least IAM policy for the console; without --name it has ${…} for the names
    Policy,
}

impl Show {
    pub(super) fn run(&self, options: &Options) -> Exit {
        match &self.name {
            Some(name) if self.what == What::Policy => self.fill(name, options),
            Some(_) => {
                complain("only a policy takes a --name: the other files are the same for all");
                Exit::Usage
            }
            None => print(&self.text(), Exit::Well),
        }
    }

    fn fill(&self, name: &Name, options: &Options) -> Exit {
        visit(options, name, Intent::Look, async |site, _| match site.stack().await? {
            Some(stack) => Ok(print(&site.policy(self.whose, &stack)?, Exit::Well)),
            None => Err(Stop::Refused(format!("there is no stack {} there", name.stack()))),
        })
    }

    fn text(&self) -> String {
        match (self.what, self.whose) {
            (What::Template, _) => blueprint::template(),
            (What::Handler, _) => blueprint::INGEST.to_owned(),
            (What::Etl, _) => blueprint::ETL.to_owned(),
            (What::Policy, whose) => whose.policy().to_owned(),
        }
    }
}

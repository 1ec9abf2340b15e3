//! The log groups of the account, by name.

use crate::cloud::{Cloud, fault};
use crate::domain::fault::Fault;

/// The most pages of fifty names that are read.
const PAGES: usize = 20;

impl Cloud {
    /// The log groups whose names contain this, or all; at most a thousand.
    pub async fn log_groups(&self, part: Option<&str>) -> Result<Vec<String>, Fault> {
        let (mut names, mut token) = (Vec::new(), None);
        for _ in 0..PAGES {
            let request =
                self.0.logs.describe_log_groups().set_log_group_name_pattern(part.map(str::to_owned));
            let page = request.limit(50).set_next_token(token).send().await;
            let page = page.map_err(|e| fault::of(&self.0.place, "logs:DescribeLogGroups", &e))?;
            let groups = page.log_groups.unwrap_or_default();
            names.extend(groups.into_iter().filter_map(|group| group.log_group_name));
            token = page.next_token.filter(|token| !token.is_empty());
            if token.is_none() {
                break;
            }
        }
        // Servers that do not know the pattern give all.
        names.retain(|name| part.is_none_or(|part| name.contains(part)));
        Ok(names)
    }
}

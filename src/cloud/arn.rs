//! The ARNs of log groups, by which Live Tail wants them named.

use aws_sdk_cloudwatchlogs::types::LogGroupClass;

use super::{Cloud, fault};
use crate::domain::fault::{Fault, Kind};

const DOING: &str = "logs:DescribeLogGroups";

impl Cloud {
    /// The group's ARN without `:*`; `None`: there is no such group, or none that could have a live session.
    ///
    /// Who may not describe groups gets the ARN that the group must have.
    pub(super) async fn group_arn(&self, name: &str) -> Result<Option<String>, Fault> {
        let request = self.0.logs.describe_log_groups().log_group_name_prefix(name);
        let answer = request.send().await.map_err(|e| fault::of(&self.0.place, DOING, &e));
        let groups = match answer {
            Ok(answer) => answer.log_groups.unwrap_or_default(),
            Err(Fault { kind: Kind::Denied | Kind::Refused | Kind::Ours, .. }) => {
                let account = self.identity().await?.account;
                return Ok(Some(arn(self.region(), account.exact(), name)));
            }
            Err(fault) => return Err(fault),
        };
        let group = groups.into_iter().find(|group| group.log_group_name() == Some(name));
        Ok(group
            .filter(|group| matches!(group.log_group_class, None | Some(LogGroupClass::Standard)))
            .and_then(|group| {
                let long = group.arn.map(|arn| arn.strip_suffix(":*").unwrap_or(&arn).to_owned());
                group.log_group_arn.or(long)
            }))
    }
}

fn arn(region: &str, account: &str, name: &str) -> String {
    let partition = match region.split('-').next() {
        Some("cn") => "aws-cn",
        Some("us") if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    };
    format!("arn:{partition}:logs:{region}:{account}:log-group:{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_is_of_its_partition() {
        let check = |region: &str, want: &str| assert_eq!(arn(region, "1", "/g"), want);
        check("us-east-2", "arn:aws:logs:us-east-2:1:log-group:/g");
        check("cn-north-1", "arn:aws-cn:logs:cn-north-1:1:log-group:/g");
        check("us-gov-west-1", "arn:aws-us-gov:logs:us-gov-west-1:1:log-group:/g");
    }
}

//! The terms that a run runs on.

use std::time::Duration;

use crate::domain::text::Foreign;

/// What a run was given. Python shell jobs have no workers, only a capacity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Data processing units.
    pub capacity: Option<Capacity>,
    /// How many workers, and of which type.
    pub workers: Option<(u32, Foreign)>,
    /// Glue's version.
    pub version: Option<Foreign>,
    /// How long it may run (`Timeout` is in minutes); `None`: AWS does not say.
    pub timeout: Option<Duration>,
    /// What it has consumed, in DPU seconds; AWS says so of runs that scale by themselves alone.
    pub dpu_seconds: Option<u64>,
    /// `STANDARD`, or `FLEX` on spare capacity; AWS says so of Spark jobs alone.
    pub class: Option<Foreign>,
    /// The security configuration, which also changes the names of the log groups.
    pub security: Option<Foreign>,
    /// What the names of the log groups begin with (`LogGroupName`): `/output` and `/error` follow.
    pub log_group: Option<Foreign>,
}

/// Data processing units, in sixteenths: 0.0625 DPU is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity(pub u32);

impl Terms {
    /// DPU hours that a run of this length has consumed: as AWS says, else its capacity for the time.
    pub fn dpu_hours(&self, execution: Duration) -> Option<f64> {
        let said = self.dpu_seconds.map(|seconds| Duration::from_secs(seconds).as_secs_f64());
        let computed = || Some(f64::from(self.capacity?.0) / 16.0 * execution.as_secs_f64());
        Some(said.or_else(computed)? / 3_600.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dpu_hours_are_the_capacity_for_the_time_unless_aws_counted_them() {
        let hour = Duration::from_hours(1);
        let shell = Terms { capacity: Some(Capacity(1)), ..Terms::default() };
        assert_eq!(shell.dpu_hours(hour), Some(0.0625));
        let scaling = Terms { dpu_seconds: Some(1_800), ..shell };
        assert_eq!(scaling.dpu_hours(hour), Some(0.5));
        assert_eq!(Terms::default().dpu_hours(hour), None);
    }
}

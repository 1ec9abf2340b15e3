//! What a function did lately, as CloudWatch counted it.

use crate::clock::Time;

/// What a function did, oldest first. A span without any is not there: Lambda counts nothing while it is idle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures {
    /// Seconds that a point stands for.
    pub period: u32,
    /// Since when there are points.
    pub since: Time,
    /// The points.
    pub points: Vec<Point>,
}

/// What a function did in one span.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// When the span began.
    pub at: Time,
    /// How often it was invoked.
    pub invocations: f64,
    /// How often it failed.
    pub errors: f64,
    /// How often it was not invoked, because nothing was left to it.
    pub throttles: f64,
    /// The most that ran at a time.
    pub concurrent: f64,
}

impl Figures {
    /// A sum over all points.
    pub fn sum(&self, of: impl Fn(&Point) -> f64) -> f64 {
        self.points.iter().map(of).sum()
    }

    /// The greatest of all points.
    pub fn most(&self, of: impl Fn(&Point) -> f64) -> f64 {
        self.points.iter().map(of).fold(0.0, f64::max)
    }
}

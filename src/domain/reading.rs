//! A fact with its age: the last good answer, when it came, and what went wrong since.

use super::fault::Fault;
use crate::clock::Time;

/// What we know of one thing. A failed read leaves the old fact, with its age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<T> {
    value: Option<T>,
    read: Option<Time>,
    fault: Option<Fault>,
}

impl<T> Default for Reading<T> {
    fn default() -> Self {
        Self { value: None, read: None, fault: None }
    }
}

impl<T> Reading<T> {
    /// Folds the answer to one more read, which came at `at`.
    pub fn hear(&mut self, at: Time, answer: Result<T, Fault>) {
        match answer {
            Ok(value) => *self = Self { value: Some(value), read: Some(at), fault: None },
            Err(fault) => self.fault = Some(fault),
        }
    }

    /// The last good answer, however old.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The last good answer, to be changed in place.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.value.as_mut()
    }

    /// When the last good answer came.
    pub fn read(&self) -> Option<Time> {
        self.read
    }

    /// Why the latest read failed, if it did.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Whether no read has been answered yet, well or badly.
    pub fn is_pending(&self) -> bool {
        self.value.is_none() && self.fault.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fault::Kind;

    #[test]
    fn a_failed_read_keeps_the_old_fact_with_its_age() {
        let then = Time::UNIX_EPOCH;
        let later = then + chrono::TimeDelta::seconds(9);
        let mut reading = Reading::default();
        assert!(reading.is_pending());
        reading.hear(then, Ok(1));
        reading.hear(later, Err(Fault::new("s3:ListBucket", Kind::Denied, "no")));
        assert_eq!((reading.get(), reading.read()), (Some(&1), Some(then)));
        assert!(reading.fault().is_some());
        reading.hear(later, Ok(2));
        assert_eq!((reading.get(), reading.read(), reading.fault()), (Some(&2), Some(later), None));
    }
}

//! A fact with its age: the last good answer, when it came, and what went wrong since.

use super::fault::Fault;
use super::world::Change;
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

impl<T: PartialEq> Reading<T> {
    /// Folds the answer to one more read, which came at `at`.
    pub fn hear(&mut self, at: Time, answer: Result<T, Fault>) -> Change {
        let next = match answer {
            Ok(value) => Self { value: Some(value), read: Some(at), fault: None },
            Err(fault) => Self { value: self.value.take(), read: self.read, fault: Some(fault) },
        };
        let is_same = next.fault == self.fault && (next.fault.is_some() || next.value == self.value);
        *self = next;
        if is_same { Change::Same } else { Change::News }
    }
}

impl<T> Reading<T> {
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
        assert_eq!(reading.hear(then, Ok(1)), Change::News);
        let denied = || Err(Fault::new("s3:ListBucket", Kind::Denied, "no"));
        assert_eq!(reading.hear(later, denied()), Change::News);
        assert_eq!(reading.hear(later, denied()), Change::Same);
        assert_eq!((reading.get(), reading.read()), (Some(&1), Some(then)));
        assert!(reading.fault().is_some());
        assert_eq!(reading.hear(later, Ok(2)), Change::News);
        assert_eq!(reading.hear(later, Ok(2)), Change::Same);
        assert_eq!((reading.get(), reading.read(), reading.fault()), (Some(&2), Some(later), None));
    }
}

//! Names of groups and streams, each kept once.

use std::collections::HashMap;
use std::sync::Arc;

/// A stream of a group.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Stream {
    /// The log group.
    pub group: Arc<str>,
    /// The stream's own name.
    pub name: Arc<str>,
}

/// Every stream that a kept line is of, and some that one was.
#[derive(Debug, Default)]
pub struct Streams {
    groups: HashMap<Arc<str>, HashMap<Arc<str>, Arc<Stream>>>,
    last: Option<Arc<Stream>>,
    len: usize,
    /// How many there may be before those are forgotten of which no line is kept.
    limit: usize,
}

/// How many streams are kept without a thought.
const FEW: usize = 256;

impl Streams {
    /// The one of these names; names that are known are not kept again.
    pub fn get(&mut self, group: &Arc<str>, name: &Arc<str>) -> Arc<Stream> {
        let is_last = |last: &&Arc<Stream>| last.name == *name && last.group == *group;
        if let Some(last) = self.last.as_ref().filter(is_last) {
            return Arc::clone(last);
        }
        let known = self.groups.get(group).and_then(|names| names.get(name)).cloned();
        let stream = known.unwrap_or_else(|| self.add(group, name));
        self.last = Some(Arc::clone(&stream));
        stream
    }

    fn add(&mut self, group: &Arc<str>, name: &Arc<str>) -> Arc<Stream> {
        self.forget();
        let group = self.groups.get_key_value(group).map_or(group, |(group, _)| group);
        let stream = Arc::new(Stream { group: Arc::clone(group), name: Arc::clone(name) });
        let names = self.groups.entry(Arc::clone(group)).or_default();
        names.insert(Arc::clone(name), Arc::clone(&stream));
        self.len += 1;
        stream
    }

    fn forget(&mut self) {
        if self.len < self.limit.max(FEW) {
            return;
        }
        for names in self.groups.values_mut() {
            names.retain(|_, stream| Arc::strong_count(stream) > 1);
        }
        self.groups.retain(|_, names| !names.is_empty());
        self.len = self.groups.values().map(HashMap::len).sum();
        self.limit = 2 * self.len;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_are_one_stream() {
        let mut streams = Streams::default();
        let a = streams.get(&"g".into(), &"a".into());
        let b = streams.get(&"g".into(), &"b".into());
        assert!(Arc::ptr_eq(&a, &streams.get(&"g".into(), &"a".into())));
        assert!(Arc::ptr_eq(&a.group, &b.group));
        assert_ne!(a, streams.get(&"h".into(), &"a".into()));
    }

    #[test]
    fn streams_that_no_line_is_of_are_forgotten() {
        let mut streams = Streams::default();
        let kept = streams.get(&"g".into(), &"kept".into());
        for n in 0..100 * FEW {
            streams.get(&"g".into(), &n.to_string().into());
        }
        assert!(streams.len <= FEW, "{}", streams.len);
        assert!(Arc::ptr_eq(&kept, &streams.get(&"g".into(), &"kept".into())));
    }
}

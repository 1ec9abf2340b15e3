//! Which file an object becomes: always one within the folder that was chosen, and no two the same.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::object::{ObjectRef, Prefix};
use super::preview::Target;

/// What is to be fetched, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// What.
    pub wanted: Wanted,
    /// The folder that all of it goes into.
    pub folder: PathBuf,
    /// Whether a file that is there is replaced.
    pub is_replacing: bool,
}

/// What is fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// One object, under the last part of its key.
    Object(Target),
    /// All objects below a prefix, in the folders that their keys name.
    Prefix(Prefix),
    /// All of these, in the folders that their keys name below what they have in common.
    Many(Vec<Wanted>),
}

impl Wanted {
    /// What names it, as far as it is one thing.
    pub fn name(&self) -> Option<ObjectRef> {
        match self {
            Self::Object(target) => Some(target.object.clone()),
            Self::Prefix(place) => Some(ObjectRef::new(&place.bucket, place.prefix.clone())),
            Self::Many(_) => None,
        }
    }

    /// What is left out of the paths of the files: where one object, or what is below one prefix, lies.
    pub fn base(&self) -> &str {
        match self {
            Self::Object(target) => folder(target.object.key.exact()),
            Self::Prefix(place) => place.prefix.exact(),
            Self::Many(all) => all.iter().map(Self::above).reduce(common).unwrap_or_default(),
        }
    }

    /// The folder that it lies in, as one of many: those that are folders keep their names.
    fn above(&self) -> &str {
        match self {
            Self::Prefix(place) => {
                let key = place.prefix.exact();
                folder(key.strip_suffix('/').unwrap_or(key))
            }
            other => other.base(),
        }
    }
}

/// A key up to its last slash.
fn folder(key: &str) -> &str {
    key.get(..key.rfind('/').map_or(0, |slash| slash + 1)).unwrap_or_default()
}

/// The folder that both are in.
fn common<'a>(one: &'a str, other: &'a str) -> &'a str {
    let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    folder(one.get(..one.floor_char_boundary(same)).unwrap_or_default())
}

/// The longest name of a file, in bytes, with room for what is added while it is fetched.
const LONGEST: usize = 200;

/// The parts of the path that a key becomes below the folder; or why it becomes none.
///
/// `base` is what all keys begin with, and is left out.
pub fn path(key: &str, base: &str) -> Result<Vec<String>, String> {
    let rest = key.strip_prefix(base).unwrap_or(key);
    let parts: Vec<&str> = rest.split('/').collect();
    if let Some(bad) = parts.iter().find_map(|part| fault(part)) {
        return Err(bad);
    }
    Ok(parts.into_iter().map(str::to_owned).collect())
}

/// Why a part of a key can be no name of a file.
fn fault(part: &str) -> Option<String> {
    match part {
        "" => Some("a part of the key is empty".to_owned()),
        "." | ".." => Some(format!("`{part}` in the key would leave the folder")),
        part if part.contains(['\0', '\\']) => Some("a name with NUL or a backslash".to_owned()),
        part if part.chars().any(char::is_control) => Some("a name with control characters".to_owned()),
        part if part.len() > LONGEST => Some("a name that is too long for a file".to_owned()),
        _ => None,
    }
}

/// The path of every object; or the first that has none, or would fall on another one.
///
/// Where names differ in case alone they are the same file on many systems.
pub fn plan(targets: Vec<Target>, base: &str) -> Result<Vec<(Target, Vec<String>)>, String> {
    let mut taken: BTreeMap<String, bool> = BTreeMap::new();
    let mut planned = Vec::new();
    for target in targets {
        let shown = target.object.visible();
        let parts = path(target.object.key.exact(), base).map_err(|why| format!("{shown}: {why}"))?;
        for depth in 1..=parts.len() {
            let name = parts.get(..depth).unwrap_or_default().join("/").to_lowercase();
            let is_file = depth == parts.len();
            match taken.insert(name, is_file) {
                Some(was_file) if was_file || is_file => {
                    return Err(format!("{shown}: another object becomes the same file"));
                }
                _ => {}
            }
        }
        planned.push((target, parts));
    }
    Ok(planned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Time;

    #[test]
    fn a_key_becomes_a_path_within_the_folder_or_none() {
        for (key, base, want) in [
            ("a.csv", "", Some("a.csv")),
            ("d/e/a.csv", "d/", Some("e/a.csv")),
            ("d/a b+é.csv", "d/", Some("a b+é.csv")),
            ("../a", "", None),
            ("d/../../etc/passwd", "d/", None),
            ("/etc/passwd", "", None),
            ("d//a", "d/", None),
            ("a/", "", None),
            ("a\\..\\b", "", None),
            ("a\0b", "", None),
            ("a\nb", "", None),
            ("a\u{9b}b", "", None),
            (".", "", None),
            ("..", "", None),
            ("...", "", Some("...")),
            ("~", "", Some("~")),
        ] {
            assert_eq!(path(key, base).ok().map(|parts| parts.join("/")).as_deref(), want, "{key:?}");
        }
        assert!(path(&"x".repeat(LONGEST + 1), "").is_err());
    }

    fn target(key: &str) -> Target {
        let object = ObjectRef::new("b", key);
        Target { object, size: 1, modified: Time::UNIX_EPOCH, etag: "e".into() }
    }

    #[track_caller]
    fn check(keys: &[&str], is_fine: bool) {
        let targets = keys.iter().map(|key| target(key)).collect();
        assert_eq!(plan(targets, "").is_ok(), is_fine, "{keys:?}");
    }

    #[test]
    fn many_keep_the_folders_below_what_they_have_in_common() {
        let object = |key: &str| Wanted::Object(target(key));
        let prefix = |key: &str| Wanted::Prefix(Prefix { bucket: "b".into(), prefix: key.into() });
        let check = |all: Vec<Wanted>, want: &str| assert_eq!(Wanted::Many(all).base(), want);
        check(vec![object("x/a"), object("x/b")], "x/");
        check(vec![object("x/y/a"), object("x/z/b")], "x/");
        check(vec![prefix("x/y/"), object("x/b")], "x/");
        check(vec![prefix("xy/"), prefix("xz/")], "");
        check(vec![prefix("x/y/"), prefix("x/y/z/")], "x/");
        assert_eq!((object("x/a").base(), prefix("x/y/").base()), ("x/", "x/y/"));
    }

    #[test]
    fn no_two_objects_become_the_same_file() {
        check(&["a", "b", "d/a", "d/b"], true);
        check(&["a", "A"], false);
        check(&["d/a", "D/A"], false);
        check(&["a", "a/b"], false);
        check(&["a/b", "a"], false);
        check(&["é", "É"], false);
    }
}

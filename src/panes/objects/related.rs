//! What belongs to a row of the buckets, and the way to a row from elsewhere.

use super::{Id, Objects, Sections};
use crate::domain::object::{ObjectRef, Prefix, Scope};
use crate::domain::text::Foreign;
use crate::effect::{Clip, Effects, Related, Target};
use crate::filter::Filter;
use crate::pane::Cx;

impl Objects {
    /// Goes to a place, and there to the entry of this key.
    pub(super) fn go_to(&mut self, cx: Cx<'_>, place: Prefix, key: Option<Foreign>) -> Effects {
        let bucket = place.bucket.clone();
        let scope = Scope::folders(place);
        let is_here = self.here.scope.as_ref() == Some(&scope);
        let effects = if is_here { vec![] } else { self.go_into(cx, scope) };
        if let Some(key) = key {
            (self.here.look.filter, self.sections) = (Filter::default(), Sections::default());
            self.here.cursor.select(Id::Entry { bucket, key, version: None });
        }
        effects
    }
}

/// The place of a target that is an object or a place.
pub fn place(target: &Target) -> Option<(Prefix, Option<Foreign>)> {
    match target {
        Target::Place(place) => Some((place.clone(), None)),
        Target::Object { bucket, key } => {
            let folder = key.exact().rfind('/').map_or(0, |slash| slash + 1);
            let prefix = key.exact().get(..folder).unwrap_or_default().into();
            Some((Prefix { bucket: bucket.clone(), prefix }, Some(key.clone())))
        }
        _ => None,
    }
}

/// The URI of a row.
pub fn identity(bucket: &str, key: &str) -> Clip {
    Clip { what: "the URI".into(), text: format!("s3://{bucket}/{key}").as_str().into() }
}

/// The URIs of rows, one to a line.
pub fn identities(names: &[ObjectRef]) -> Clip {
    let what = if names.len() == 1 { "the URI".to_owned() } else { format!("{} URIs", names.len()) };
    Clip { what, text: super::preview::lines(names.iter().map(ObjectRef::uri)) }
}

/// The tables whose data an entry is in.
pub fn tables(cx: Cx<'_>, bucket: &str, key: &str) -> Vec<Related> {
    let uri = format!("s3://{bucket}/{key}");
    let tables = cx.world.tables.get().into_iter().flatten();
    let holds = |location: &Foreign| {
        let folder = location.exact().trim_end_matches('/');
        uri.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let those = tables.filter(|table| table.location.as_ref().is_some_and(holds));
    those.map(|table| Related::row("its table in the catalog", Target::Table(table.name.clone()))).collect()
}

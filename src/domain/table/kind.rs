//! The types of Hive, as the Data Catalog writes them in one line.

use crate::domain::text::Foreign;

/// Types nested deeper than this are not taken apart.
const DEPTH: usize = 64;

/// A Hive type, as a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A type without parts, with its parameters: `int`, `decimal(10,2)`; also what could not be taken apart.
    Plain(Foreign),
    /// `array<…>`.
    Array(Box<Kind>),
    /// `map<…,…>`.
    Map(Box<Kind>, Box<Kind>),
    /// `struct<name:…,…>`.
    Struct(Vec<(Foreign, Kind)>),
}

/// A row of a type drawn as a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// 0 for the column itself.
    pub depth: usize,
    /// The column or the field.
    pub name: &'a Foreign,
    /// Its type without the fields of structs, which have rows of their own: `array<struct>`.
    pub word: Foreign,
    /// The whole of it.
    pub kind: &'a Kind,
}

impl Kind {
    /// Reads a type; what makes no sense is plain, whole, so that it can still be shown.
    pub fn parse(text: &str) -> Self {
        parse(text, 0).unwrap_or_else(|| Self::Plain(text.into()))
    }

    /// The type as Hive writes it: what [`Kind::parse`] reads.
    pub fn hive(&self) -> Foreign {
        let mut out = String::new();
        self.write(&mut out, true);
        out.into()
    }

    /// The type without the fields of its structs: `array<struct>`.
    pub fn word(&self) -> Foreign {
        let mut out = String::new();
        self.write(&mut out, false);
        out.into()
    }

    /// The rows of a tree whose root is called `name`.
    pub fn tree<'a>(&'a self, name: &'a Foreign) -> Vec<Row<'a>> {
        let mut rows = Vec::new();
        self.grow(0, name, &mut rows);
        rows
    }

    fn grow<'a>(&'a self, depth: usize, name: &'a Foreign, rows: &mut Vec<Row<'a>>) {
        rows.push(Row { depth, name, word: self.word(), kind: self });
        self.grow_fields(depth + 1, rows);
    }

    fn grow_fields<'a>(&'a self, depth: usize, rows: &mut Vec<Row<'a>>) {
        match self {
            Self::Plain(_) => {}
            Self::Array(item) => item.grow_fields(depth, rows),
            Self::Map(key, value) => {
                key.grow_fields(depth, rows);
                value.grow_fields(depth, rows);
            }
            Self::Struct(fields) => fields.iter().for_each(|(name, kind)| kind.grow(depth, name, rows)),
        }
    }

    fn write(&self, out: &mut String, whole: bool) {
        match self {
            Self::Plain(text) => out.push_str(text.exact()),
            Self::Array(item) => write_parts(out, "array", [&**item], whole),
            Self::Map(key, value) => write_parts(out, "map", [&**key, &**value], whole),
            Self::Struct(_) if !whole => out.push_str("struct"),
            Self::Struct(fields) => write_fields(out, fields),
        }
    }
}

fn write_parts<const N: usize>(out: &mut String, head: &str, parts: [&Kind; N], whole: bool) {
    out.push_str(head);
    for (place, part) in parts.into_iter().enumerate() {
        out.push(if place == 0 { '<' } else { ',' });
        part.write(out, whole);
    }
    out.push('>');
}

fn write_fields(out: &mut String, fields: &[(Foreign, Kind)]) {
    out.push_str("struct<");
    for (place, (name, kind)) in fields.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        out.push_str(name.exact());
        out.push(':');
        kind.write(out, true);
    }
    out.push('>');
}

fn parse(text: &str, depth: usize) -> Option<Kind> {
    let text = text.trim();
    if text.is_empty() || depth > DEPTH {
        return None;
    }
    let parts = text.split_once('<').and_then(|(head, rest)| Some((head, rest.strip_suffix('>')?)));
    let Some((head, inner)) = parts else { return plain(text) };
    match head.trim_end().to_ascii_lowercase().as_str() {
        "array" => Some(Kind::Array(Box::new(parse(inner, depth + 1)?))),
        "map" => parse_map(inner, depth + 1),
        "struct" => parse_struct(inner, depth + 1),
        _ => plain(text),
    }
}

/// A type without parts; `None` where the brackets do not match or it is more than one type.
fn plain(text: &str) -> Option<Kind> {
    tops(text, ',')?.is_empty().then(|| Kind::Plain(text.into()))
}

fn parse_map(inner: &str, depth: usize) -> Option<Kind> {
    let [comma] = tops(inner, ',')?.try_into().ok()?;
    let (key, value) = inner.split_at_checked(comma)?;
    Some(Kind::Map(Box::new(parse(key, depth)?), Box::new(parse(value.get(1..)?, depth)?)))
}

fn parse_struct(inner: &str, depth: usize) -> Option<Kind> {
    if inner.trim().is_empty() {
        return Some(Kind::Struct(Vec::new()));
    }
    let colons = tops(inner, ':')?;
    let mut fields = Vec::new();
    let (mut start, mut seen) = (0, 0);
    for end in tops(inner, ',')?.into_iter().chain([inner.len()]) {
        let before = seen;
        seen += colons.iter().skip(seen).take_while(|colon| **colon < end).count();
        // A name may contain a comma: without a colon the field goes on.
        if seen > before {
            let colon = *colons.get(seen - 1)?;
            let (name, kind) = (inner.get(start..colon)?, inner.get(colon + 1..end)?);
            fields.push((name.trim().into(), parse(kind, depth)?));
            start = end + 1;
        }
    }
    (start > inner.len()).then_some(Kind::Struct(fields))
}

/// Where a character stands outside of all brackets; `None` where angle brackets do not match.
fn tops(text: &str, wanted: char) -> Option<Vec<usize>> {
    let (mut angles, mut rounds) = (0_usize, 0_usize);
    let mut found = Vec::new();
    for (place, c) in text.char_indices() {
        match c {
            '<' => angles += 1,
            '>' => angles = angles.checked_sub(1)?,
            '(' => rounds += 1,
            ')' => rounds = rounds.saturating_sub(1),
            c if c == wanted && angles == 0 && rounds == 0 => found.push(place),
            _ => {}
        }
    }
    (angles == 0 && rounds == 0).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ENTRIES: &str = "array<struct<API:string,Description:string,Auth:string,HTTPS:boolean,Cors:string,\
                           Link:string,Category:string>>";

    /// Draws the tree with two spaces to a level.
    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let (kind, name) = (Kind::parse(text), "c".into());
        let draw =
            |row: &Row| format!("{}{}: {}", "  ".repeat(row.depth), row.name.exact(), row.word.exact());
        let rows: Vec<String> = kind.tree(&name).iter().map(draw).collect();
        assert_eq!(rows, want);
    }

    #[test]
    fn the_fields_of_a_struct_are_rows_below_it() {
        check("int", &["c: int"]);
        check(
            ENTRIES,
            &[
                "c: array<struct>",
                "  API: string",
                "  Description: string",
                "  Auth: string",
                "  HTTPS: boolean",
                "  Cors: string",
                "  Link: string",
                "  Category: string",
            ],
        );
        check(
            "map<string,struct<a:array<struct<b:int>>,c:map<int,array<string>>>>",
            &["c: map<string,struct>", "  a: array<struct>", "    b: int", "  c: map<int,array<string>>"],
        );
    }

    #[test]
    fn parameters_and_unions_are_part_of_a_plain_type() {
        check(
            "struct<d:decimal(10,2),v:varchar(3)>",
            &["c: struct", "  d: decimal(10,2)", "  v: varchar(3)"],
        );
        check("array<uniontype<int,struct<a:int>>>", &["c: array<uniontype<int,struct<a:int>>>"]);
    }

    #[test]
    fn names_may_hold_odd_characters_and_types_any_case_or_spaces() {
        check(
            "struct<xsi:type:string,a b-c.$é:int>",
            &["c: struct", "  xsi:type: string", "  a b-c.$é: int"],
        );
        check("struct<a,b:int,cost(usd):double>", &["c: struct", "  a,b: int", "  cost(usd): double"]);
        check("STRUCT< a : Array< int > , b:int >", &["c: struct", "  a: array<int>", "  b: int"]);
        check("struct<>", &["c: struct"]);
    }

    #[test]
    fn what_makes_no_sense_is_plain_and_whole() {
        for text in [
            "",
            "array<>",
            "array<int",
            "array<int>>",
            "array<int,int>",
            "map<int>",
            "map<int,int,int>",
            "struct<a>",
            "struct<a:int,b>",
            "struct<a:>",
            "array<int> x",
            "int, string",
            "decimal(10",
        ] {
            assert_eq!(Kind::parse(text), Kind::Plain(text.into()), "{text}");
        }
    }

    #[test]
    fn a_type_nested_beyond_reason_is_plain() {
        let nested = |levels: usize| format!("{}int{}", "array<".repeat(levels), ">".repeat(levels));
        assert!(matches!(Kind::parse(&nested(DEPTH)), Kind::Array(_)));
        assert!(matches!(Kind::parse(&nested(DEPTH + 1)), Kind::Plain(_)));
        assert!(matches!(Kind::parse(&nested(100_000)), Kind::Plain(_)));
    }

    #[test]
    fn a_long_list_of_nothing_is_no_burden() {
        let text = format!("struct<{}a:int>", "a,".repeat(60_000));
        assert!(matches!(Kind::parse(&text), Kind::Struct(fields) if fields.len() == 1));
        let text = format!("struct<{}>", "a,".repeat(60_000));
        assert!(matches!(Kind::parse(&text), Kind::Plain(_)));
    }

    fn kinds() -> impl Strategy<Value = Kind> {
        let plain = prop::sample::select(vec!["int", "string", "decimal(10,2)", "uniontype<int,string>"]);
        let name = "[a-zA-Z0-9_$:.é-]([a-zA-Z0-9_ $:.é-]*[a-zA-Z0-9_:])?".prop_map(Foreign::from);
        plain.prop_map(|text| Kind::Plain(text.into())).prop_recursive(6, 48, 5, move |inner| {
            prop_oneof![
                inner.clone().prop_map(|item| Kind::Array(Box::new(item))),
                (inner.clone(), inner.clone()).prop_map(|(k, v)| Kind::Map(Box::new(k), Box::new(v))),
                prop::collection::vec((name.clone(), inner), 0..5).prop_map(Kind::Struct),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_type_reads_back_as_it_was_written(kind in kinds()) {
            prop_assert_eq!(Kind::parse(kind.hive().exact()), kind);
        }

        #[test]
        fn any_text_is_some_type(text in "([a-z]{1,3}|array<|map<|struct<|[<>(),: ]){0,40}") {
            let kind = Kind::parse(&text);
            let _ = kind.tree(&"c".into());
        }
    }
}

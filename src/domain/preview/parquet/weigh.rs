//! What a footer would take to read, before it is read: a few bytes of it may stand for gigabytes.

use super::thrift::{Thrift, kind};

/// The most bytes that a footer may take, as they are estimated here.
const MOST: usize = 64 << 20;
/// How deep a schema may be nested.
const DEEPEST: usize = 100;

/// What a value is to be.
enum Kind {
    Flag,
    Byte,
    Int,
    Double,
    Bytes,
    Struct(&'static [(i16, Kind)]),
    /// Of structs of so many bytes each, as they lie in memory.
    Structs(usize, &'static [(i16, Kind)]),
    List(&'static Kind),
    Schema,
}

use Kind::{Byte, Bytes, Double, Flag, Int, List, Schema, Struct, Structs};

/// The fields that the reader of Parquet reads; what it does not know, it passes over as `Thrift` does.
const FILE: &[(i16, Kind)] = &[
    (1, Int),
    (2, Schema),
    (3, Int),
    (4, Structs(512, GROUP)),
    (5, Structs(128, &[(1, Bytes), (2, Bytes)])),
    (6, Bytes),
    (7, Structs(64, &[(1, Struct(&[])), (2, Struct(&[]))])),
];
const ELEMENT: &[(i16, Kind)] = &[
    (1, Int),
    (2, Int),
    (3, Int),
    (4, Bytes),
    (5, Int),
    (6, Int),
    (7, Int),
    (8, Int),
    (9, Int),
    (10, Struct(LOGICAL)),
];
const LOGICAL: &[(i16, Kind)] = &[
    (5, Struct(&[(1, Int), (2, Int)])),
    (7, Struct(TIME)),
    (8, Struct(TIME)),
    (10, Struct(&[(1, Byte), (2, Flag)])),
    (16, Struct(&[(1, Byte)])),
    (17, Struct(&[(1, Bytes)])),
    (18, Struct(&[(1, Bytes), (2, Int)])),
];
const TIME: &[(i16, Kind)] =
    &[(1, Flag), (2, Struct(&[(1, Struct(&[])), (2, Struct(&[])), (3, Struct(&[]))]))];
const GROUP: &[(i16, Kind)] = &[
    (1, Structs(1_024, CHUNK)),
    (2, Int),
    (3, Int),
    (4, Structs(64, &[(1, Int), (2, Flag), (3, Flag)])),
    (5, Int),
    (6, Int),
    (7, Int),
];
const CHUNK: &[(i16, Kind)] = &[
    (1, Bytes),
    (2, Int),
    (3, Struct(COLUMN)),
    (4, Int),
    (5, Int),
    (6, Int),
    (7, Int),
    (8, Struct(&[])),
    (9, Bytes),
];
const COLUMN: &[(i16, Kind)] = &[
    (1, Int),
    (2, List(&Int)),
    (3, List(&Bytes)),
    (4, Int),
    (5, Int),
    (6, Int),
    (7, Int),
    (8, Structs(128, &[(1, Bytes), (2, Bytes)])),
    (9, Int),
    (10, Int),
    (11, Int),
    (12, Struct(STATISTICS)),
    (13, Structs(32, &[(1, Int), (2, Int), (3, Int)])),
    (14, Int),
    (15, Int),
    (16, Struct(&[(1, Int), (2, List(&Int)), (3, List(&Int))])),
    (17, Struct(&[(1, Struct(BOX)), (2, List(&Int))])),
];
const STATISTICS: &[(i16, Kind)] =
    &[(1, Bytes), (2, Bytes), (3, Int), (4, Int), (5, Bytes), (6, Bytes), (7, Flag), (8, Flag), (9, Int)];
const BOX: &[(i16, Kind)] =
    &[(1, Double), (2, Double), (3, Double), (4, Double), (5, Double), (6, Double), (7, Double), (8, Double)];

/// Whether a footer, without its length and the letters after it, takes no more to read than is given to it.
pub fn weigh(footer: &[u8]) -> Result<(), String> {
    let mut scale = Scale { thrift: Thrift::new(footer), left: MOST, said: None };
    match scale.fields(FILE) {
        Some(()) => Ok(()),
        None => Err(scale.said.unwrap_or("its footer is broken").to_owned()),
    }
}

struct Scale<'a> {
    thrift: Thrift<'a>,
    left: usize,
    /// Why it is refused, where that is not that it is broken.
    said: Option<&'static str>,
}

impl<'a> Scale<'a> {
    fn refuse(&mut self, said: &'static str) -> Option<()> {
        self.said = Some(said);
        None
    }

    fn charge(&mut self, bytes: usize) -> Option<()> {
        match self.left.checked_sub(bytes) {
            Some(left) => self.left = left,
            None => return self.refuse("its footer would take more than 64 MB to read"),
        }
        Some(())
    }

    fn fields(&mut self, known: &'static [(i16, Kind)]) -> Option<()> {
        self.each(known, |_, _, _| {})
    }

    /// Weighs the fields of a struct, and shows those that are numbers and bytes.
    fn each(
        &mut self,
        known: &'static [(i16, Kind)],
        mut show: impl FnMut(i16, i64, &'a [u8]),
    ) -> Option<()> {
        let mut thrift = std::mem::replace(&mut self.thrift, Thrift::new(&[]));
        let done = thrift.fields(|thrift, id, wire| {
            let Some((_, kind)) = known.iter().find(|(known, _)| *known == id) else { return Some(false) };
            match kind {
                Int if (kind::I16..=kind::I64).contains(&wire) => show(id, thrift.int()?, &[]),
                Bytes if wire == kind::BINARY => show(id, 0, thrift.binary()?),
                kind => {
                    std::mem::swap(&mut self.thrift, thrift);
                    let weighed = self.value(kind, wire);
                    std::mem::swap(&mut self.thrift, thrift);
                    weighed?;
                }
            }
            Some(true)
        });
        self.thrift = thrift;
        done
    }

    fn value(&mut self, kind: &'static Kind, wire: u8) -> Option<()> {
        match (kind, wire) {
            (Flag, kind::TRUE | kind::FALSE) => Some(()),
            (Byte, kind::BYTE)
            | (Int, kind::I16..=kind::I64)
            | (Double, kind::DOUBLE)
            | (Bytes, kind::BINARY) => self.thrift.skip(wire, 1),
            (Struct(known), kind::STRUCT) => self.fields(known),
            (Structs(weight, known), kind::LIST) => {
                let count = self.elements(kind::STRUCT, *weight)?;
                (0..count).try_for_each(|_| self.fields(known))
            }
            (List(element), kind::LIST) => {
                let wire = if matches!(element, Bytes) { kind::BINARY } else { 5 };
                let (found, count) = self.thrift.list()?;
                let is_it = found == wire || (found == kind::I64 && wire == 5) || count == 0;
                is_it.then_some(())?;
                self.charge(count.checked_mul(64)?)?;
                (0..count).try_for_each(|_| self.value(element, found))
            }
            (Schema, kind::LIST) => self.schema(),
            _ => None,
        }
    }

    /// How many elements of a list follow, each of which takes so much.
    fn elements(&mut self, wire: u8, weight: usize) -> Option<usize> {
        let (found, count) = self.thrift.list()?;
        (found == wire || count == 0).then_some(())?;
        self.charge(count.checked_mul(weight)?)?;
        Some(count)
    }

    /// The elements of a schema: each group says how many of those after it are its own.
    fn schema(&mut self) -> Option<()> {
        let count = self.elements(kind::STRUCT, 512)?;
        // Of each open group: how many are still to come, and what the path to it takes.
        let mut open: Vec<(usize, usize)> = Vec::new();
        for n in 0..count {
            let (mut name, mut children) = (0, 0);
            self.each(ELEMENT, |id, number, bytes| match id {
                4 => name = bytes.len(),
                5 => children = number,
                _ => {}
            })?;
            let path = open.last().map_or(0, |(_, path)| *path) + name + 48;
            if let Some((left, _)) = open.last_mut() {
                *left = left.checked_sub(1)?;
            }
            match usize::try_from(children).ok()? {
                0 => self.charge(path + 256)?,
                children if children > count - n => return None,
                children => {
                    self.charge(children * 16)?;
                    open.push((children, path));
                }
            }
            while open.last().is_some_and(|(left, _)| *left == 0) {
                open.pop();
            }
            if open.len() > DEEPEST {
                return self.refuse("its schema is nested deeper than is read");
            }
        }
        Some(())
    }
}

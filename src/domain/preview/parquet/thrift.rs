//! Thrift's compact protocol, looked at without building anything of it: a length in it is believed only as far as there are bytes.

/// The kinds of values on the wire.
pub mod kind {
    pub const TRUE: u8 = 1;
    pub const FALSE: u8 = 2;
    pub const BYTE: u8 = 3;
    pub const I16: u8 = 4;
    pub const I64: u8 = 6;
    pub const DOUBLE: u8 = 7;
    pub const BINARY: u8 = 8;
    pub const LIST: u8 = 9;
    pub const SET: u8 = 10;
    pub const MAP: u8 = 11;
    pub const STRUCT: u8 = 12;
    pub const UUID: u8 = 13;
}

/// How deep what nobody reads may be nested.
const DEEPEST: u8 = 32;

/// What is left to be looked at. `None` everywhere: it ends too soon, or is no Thrift.
pub struct Thrift<'a>(&'a [u8]);

impl<'a> Thrift<'a> {
    /// All of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.0.len()
    }

    /// So many bytes as they are.
    pub fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(head)
    }

    fn byte(&mut self) -> Option<u8> {
        self.bytes(1)?.first().copied()
    }

    /// A number without a sign.
    pub fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A number with a sign.
    pub fn int(&mut self) -> Option<i64> {
        let value = self.varint()?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    /// Bytes after their length.
    pub fn binary(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.varint()?).ok()?;
        self.bytes(length)
    }

    /// The kind of the elements and how many there are: no more than there are bytes.
    pub fn list(&mut self) -> Option<(u8, usize)> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => usize::try_from(self.varint()?).ok()?,
            count => usize::from(count),
        };
        (count <= self.left()).then_some((head & 0x0f, count))
    }

    /// The fields of a struct, by id and kind; `each` takes the value from the bytes, or says that it does not know it.
    pub fn fields(&mut self, mut each: impl FnMut(&mut Self, i16, u8) -> Option<bool>) -> Option<()> {
        let mut id = 0_i16;
        loop {
            let head = self.byte()?;
            let kind = head & 0x0f;
            if kind == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => i16::try_from(self.int()?).ok()?,
                step => id.checked_add(i16::from(step))?,
            };
            if !each(self, id, kind)? {
                self.skip(kind, DEEPEST)?;
            }
        }
    }

    /// The numbers and flags among the first fields of a struct.
    pub fn numbers<const N: usize>(&mut self) -> Option<[Option<i64>; N]> {
        let mut found = [None; N];
        self.fields(|it, id, kind| {
            let slot = usize::try_from(id - 1).ok().and_then(|n| found.get_mut(n));
            match (slot, kind) {
                (Some(slot), kind::TRUE | kind::FALSE) => *slot = Some(i64::from(kind == kind::TRUE)),
                (Some(slot), kind::I16..=kind::I64) => *slot = Some(it.int()?),
                _ => return Some(false),
            }
            Some(true)
        })?;
        Some(found)
    }

    /// Passes over a value.
    pub fn skip(&mut self, kind: u8, depth: u8) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match kind {
            kind::TRUE | kind::FALSE => {}
            kind::BYTE => drop(self.byte()?),
            kind::I16..=kind::I64 => drop(self.varint()?),
            kind::DOUBLE => drop(self.bytes(8)?),
            kind::UUID => drop(self.bytes(16)?),
            kind::BINARY => drop(self.binary()?),
            kind::LIST | kind::SET => {
                let (kind, count) = self.list()?;
                (0..count).try_for_each(|_| self.skip_element(kind, depth))?;
            }
            kind::MAP => self.skip_map(depth)?,
            kind::STRUCT => self.fields(|it, _, kind| it.skip(kind, depth).map(|()| true))?,
            _ => return None,
        }
        Some(())
    }

    fn skip_map(&mut self, depth: u8) -> Option<()> {
        let count = usize::try_from(self.varint()?).ok()?;
        if count == 0 {
            return Some(());
        }
        let kinds = self.byte()?;
        (count <= self.left()).then_some(())?;
        (0..count).try_for_each(|_| {
            self.skip_element(kinds >> 4, depth)?;
            self.skip_element(kinds & 0x0f, depth)
        })
    }

    /// A flag takes no byte as a field, and one as an element; readers differ in that, so there are none.
    fn skip_element(&mut self, kind: u8, depth: u8) -> Option<()> {
        if matches!(kind, kind::TRUE | kind::FALSE) { None } else { self.skip(kind, depth) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_the_rest_is_passed_over() {
        // 1: i32 -1, 2: binary "ab", 3: true, 5: list<i32> [1, 2], 6: i64 300.
        let bytes = [0x15, 1, 0x18, 2, b'a', b'b', 0x11, 0x29, 0x25, 2, 4, 0x16, 0xd8, 4, 0, 9];
        let mut thrift = Thrift::new(&bytes);
        assert_eq!(thrift.numbers::<6>(), Some([Some(-1), None, Some(1), None, None, Some(300)]));
        assert_eq!(thrift.left(), 1);
    }

    #[test]
    fn what_has_no_bytes_is_not_believed() {
        let check = |bytes: &[u8]| assert_eq!(Thrift::new(bytes).numbers::<1>(), None, "{bytes:?}");
        check(&[0x15]);
        check(&[0x28, 100, 0]);
        check(&[0x29, 0xf5, 0xff, 0xff, 0xff, 0xff, 7, 0]);
        check(&[0x29, 0xf1, 0xff, 0xff, 0xff, 0xff, 7, 0]);
        check(&[0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0]);
        check(&[0x2c; 100]);
    }
}

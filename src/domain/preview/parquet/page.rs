//! A page: what its header says, and its content unpacked, as far as both can be true and there is room for it.

use std::io::Read as _;

use bytes::Bytes;
use parquet::basic::{Compression, Encoding, Type as Physical};
use parquet::column::page::Page;

use super::budget::Budget;
use super::delta::{self, Plain};
pub use super::levels::Longest;
use super::thrift::{Thrift, kind};

/// How many rows are decoded at once.
pub const BATCH: usize = 16;
/// What a value takes beside its bytes, while it is decoded and while it is shown.
const VALUE: usize = 64;
const TOO_MUCH: &str = "a page of it unpacks to more than is read";
const BROKEN: &str = "a page of it is broken";

/// What a page says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Bytes of the header.
    pub length: usize,
    /// Bytes of the page in the file.
    pub packed: usize,
    unpacked: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Dictionary { values: u32, encoding: Encoding },
    Data { values: u32, encoding: Encoding, definition: Encoding, repetition: Encoding },
    Second { values: u32, nulls: u32, rows: u32, encoding: Encoding, levels: (u32, u32), is_packed: bool },
    Other,
}

/// Reads a header; `None`: these bytes do not begin with one.
pub fn header(bytes: &[u8]) -> Option<Header> {
    let mut thrift = Thrift::new(bytes);
    let (mut unpacked, mut packed, mut page) = (None, None, Kind::Other);
    thrift.fields(|it, id, wire| {
        match (id, wire) {
            (2, kind::I16..=kind::I64) => unpacked = usize::try_from(it.int()?).ok(),
            (3, kind::I16..=kind::I64) => packed = usize::try_from(it.int()?).ok(),
            (5, kind::STRUCT) => page = data(it)?,
            (7, kind::STRUCT) => page = dictionary(it)?,
            (8, kind::STRUCT) => page = second(it)?,
            _ => return Some(false),
        }
        Some(true)
    })?;
    let length = bytes.len() - thrift.left();
    Some(Header { length, packed: packed?, unpacked: unpacked?, kind: page })
}

fn data(thrift: &mut Thrift<'_>) -> Option<Kind> {
    let [values, encoding, definition, repetition] = thrift.numbers()?;
    Some(Kind::Data {
        values: count(values)?,
        encoding: encoding_of(encoding)?,
        definition: encoding_of(definition)?,
        repetition: encoding_of(repetition)?,
    })
}

fn dictionary(thrift: &mut Thrift<'_>) -> Option<Kind> {
    let [values, encoding] = thrift.numbers()?;
    Some(Kind::Dictionary { values: count(values)?, encoding: encoding_of(encoding)? })
}

fn second(thrift: &mut Thrift<'_>) -> Option<Kind> {
    let [values, nulls, rows, encoding, definition, repetition, is_packed] = thrift.numbers()?;
    Some(Kind::Second {
        values: count(values)?,
        nulls: count(nulls)?,
        rows: count(rows)?,
        encoding: encoding_of(encoding)?,
        levels: (count(definition)?, count(repetition)?),
        is_packed: is_packed != Some(0),
    })
}

fn count(number: Option<i64>) -> Option<u32> {
    u32::try_from(number?).ok().filter(|number| i32::try_from(*number).is_ok())
}

#[expect(deprecated, reason = "old files have it")]
fn encoding_of(number: Option<i64>) -> Option<Encoding> {
    Some(match number? {
        0 => Encoding::PLAIN,
        2 => Encoding::PLAIN_DICTIONARY,
        3 => Encoding::RLE,
        4 => Encoding::BIT_PACKED,
        5 => Encoding::DELTA_BINARY_PACKED,
        6 => Encoding::DELTA_LENGTH_BYTE_ARRAY,
        7 => Encoding::DELTA_BYTE_ARRAY,
        8 => Encoding::RLE_DICTIONARY,
        9 => Encoding::BYTE_STREAM_SPLIT,
        _ => return None,
    })
}

/// What is to be known of the column that pages are of, and what was seen of it.
pub struct Column {
    pub codec: Compression,
    pub physical: Physical,
    /// Bytes of a value of fixed length.
    pub fixed: usize,
    /// The bits of a definition level and of a repetition level; none where there are no such levels.
    pub levels: (u8, u8),
    pub longest: Longest,
    /// Bytes of the longest value in the dictionary.
    pub widest: usize,
    pub budget: Budget,
}

impl Column {
    /// The page with this header; `None`: it is none that holds values.
    pub fn page(&mut self, header: Header, body: &Bytes) -> Result<Option<Page>, String> {
        self.budget.take(header.unpacked).ok_or(TOO_MUCH)?;
        match header.kind {
            Kind::Other => Ok(None),
            Kind::Dictionary { values, encoding } => {
                let buf = self.unpack(body, 0, header.unpacked)?;
                self.learn_dictionary(&buf, values)?;
                Ok(Some(Page::DictionaryPage { buf, num_values: values, encoding, is_sorted: false }))
            }
            Kind::Data { values, encoding, definition, repetition } => {
                let buf = self.unpack(body, 0, header.unpacked)?;
                let (encoding, buf) = self.first(buf, values, encoding, (definition, repetition))?;
                Ok(Some(Page::DataPage {
                    buf,
                    num_values: values,
                    encoding,
                    def_level_encoding: definition,
                    rep_level_encoding: repetition,
                    statistics: None,
                }))
            }
            Kind::Second { values, nulls, rows, encoding, levels, is_packed } => {
                let plain = levels.0 as usize + levels.1 as usize;
                let buf = if is_packed { self.unpack(body, plain, header.unpacked)? } else { body.clone() };
                self.see_rows(buf.get(..levels.1 as usize).ok_or(BROKEN)?, values, &buf)?;
                let (encoding, buf) = self.written_out(encoding, buf, plain, values)?;
                Ok(Some(Page::DataPageV2 {
                    buf,
                    num_values: values,
                    encoding,
                    num_nulls: nulls,
                    num_rows: rows,
                    def_levels_byte_len: levels.0,
                    rep_levels_byte_len: levels.1,
                    is_compressed: false,
                    statistics: None,
                }))
            }
        }
    }

    /// A page of the first kind, whose levels are at its beginning.
    #[expect(deprecated, reason = "old files have it")]
    fn first(
        &mut self,
        buf: Bytes,
        values: u32,
        encoding: Encoding,
        (definition, repetition): (Encoding, Encoding),
    ) -> Result<(Encoding, Bytes), String> {
        let mut at = 0;
        if self.levels.1 > 0 {
            if repetition == Encoding::BIT_PACKED {
                return Err("its lists are packed in a way that is not read".to_owned());
            }
            at = run(&buf, 0).ok_or(BROKEN)?;
            self.see_rows(buf.get(4..at).ok_or(BROKEN)?, values, &buf)?;
        }
        if self.levels.0 > 0 && definition == Encoding::BIT_PACKED {
            at += (values as usize * usize::from(self.levels.0)).div_ceil(8);
        } else if self.levels.0 > 0 {
            at = run(&buf, at).ok_or(BROKEN)?;
        }
        self.written_out(encoding, buf, at, values)
    }

    /// Takes what the rows of a page need: all values of a few rows are there at once.
    fn see_rows(&mut self, levels: &[u8], values: u32, buf: &Bytes) -> Result<(), String> {
        if self.levels.1 == 0 {
            return Ok(());
        }
        let values = values as usize;
        let longest = self.longest.after(levels, self.levels.1, values).ok_or(BROKEN)?;
        let batch = longest.saturating_mul(BATCH).min(values).saturating_mul(VALUE);
        let row = longest.saturating_mul(VALUE + self.widest).saturating_add(buf.len());
        self.budget.take(batch.saturating_add(row)).ok_or("a row of it is longer than is read".to_owned())
    }

    /// A dictionary has no more values than bytes, and becomes a list of them.
    fn learn_dictionary(&mut self, buf: &Bytes, values: u32) -> Result<(), String> {
        let values = values as usize;
        if values > buf.len() {
            return Err(BROKEN.to_owned());
        }
        self.budget.take(values * VALUE).ok_or(TOO_MUCH)?;
        self.widest = match self.physical {
            Physical::BYTE_ARRAY => widest(buf),
            Physical::FIXED_LEN_BYTE_ARRAY => self.fixed,
            _ => 0,
        };
        Ok(())
    }

    /// Texts told by differences are written out; everything else stays as it is.
    fn written_out(
        &self,
        encoding: Encoding,
        buf: Bytes,
        at: usize,
        values: u32,
    ) -> Result<(Encoding, Bytes), String> {
        let values = values as usize;
        let rest = buf.get(at..).ok_or(BROKEN)?;
        let mut is_refused = false;
        let room = |bytes| {
            let taken = self.budget.take(bytes);
            is_refused = taken.is_none();
            taken
        };
        let written = match (encoding, self.physical) {
            (Encoding::DELTA_LENGTH_BYTE_ARRAY, _) => delta::by_length(rest, values, room),
            (Encoding::DELTA_BYTE_ARRAY, Physical::FIXED_LEN_BYTE_ARRAY) => {
                delta::by_prefix(rest, values, Plain::Fixed, room)
            }
            (Encoding::DELTA_BYTE_ARRAY, _) => delta::by_prefix(rest, values, Plain::Measured, room),
            _ => return Ok((encoding, buf)),
        };
        let written = written.ok_or(if is_refused { TOO_MUCH } else { BROKEN })?;
        let levels = buf.get(..at).unwrap_or_default();
        Ok((Encoding::PLAIN, Bytes::from([levels, written.as_slice()].concat())))
    }

    /// The content of a page, of which the first bytes are not packed; no more than it says.
    fn unpack(&self, body: &Bytes, plain: usize, size: usize) -> Result<Bytes, String> {
        let (plain, packed) = body.split_at_checked(plain).ok_or(BROKEN)?;
        let rest = size.checked_sub(plain.len()).ok_or(BROKEN)?;
        let unpacked = match self.codec {
            Compression::UNCOMPRESSED => return Ok(body.clone()),
            _ if rest == 0 => Vec::new(),
            Compression::SNAPPY => {
                let is_so = snap::raw::decompress_len(packed).is_ok_and(|length| length == rest);
                let unpacked =
                    if is_so { snap::raw::Decoder::new().decompress_vec(packed).ok() } else { None };
                unpacked.ok_or(BROKEN)?
            }
            Compression::GZIP(_) => {
                let mut out = Vec::with_capacity(rest.min(packed.len().saturating_mul(1_040)));
                let most = u64::try_from(rest).unwrap_or(u64::MAX).saturating_add(1);
                let gunzip = flate2::read::MultiGzDecoder::new(packed);
                gunzip.take(most).read_to_end(&mut out).map_err(|_| BROKEN)?;
                out
            }
            Compression::ZSTD(_) => zstd::bulk::decompress(packed, rest).map_err(|_| BROKEN)?,
            other => return Err(format!("it is packed with {other}, which is not read")),
        };
        if unpacked.len() != rest {
            return Err(BROKEN.to_owned());
        }
        Ok(if plain.is_empty() { unpacked.into() } else { [plain, &unpacked].concat().into() })
    }
}

/// Where levels end that stand after their length at `at`.
fn run(buf: &[u8], at: usize) -> Option<usize> {
    let length = u32::from_le_bytes(*buf.get(at..)?.first_chunk()?);
    (at + 4).checked_add(usize::try_from(length).ok()?).filter(|end| *end <= buf.len())
}

/// The longest of values that stand after their lengths.
fn widest(mut plain: &[u8]) -> usize {
    let mut widest = 0;
    while let Some((length, rest)) = plain.split_first_chunk() {
        let length = u32::from_le_bytes(*length) as usize;
        widest = widest.max(length.min(rest.len()));
        plain = rest.get(length..).unwrap_or_default();
    }
    widest
}

//! Parquet files that say more than they have: what reading them may take is bounded.

use std::io::Write as _;

use bytes::Bytes;
use farol::domain::preview::parquet::{Extent, Sparse, table};

use super::counting::peak;

const I32: u8 = 5;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

const UNCOMPRESSED: i64 = 0;
const SNAPPY: i64 = 1;
const GZIP: i64 = 2;
const PLAIN: i64 = 0;
const RLE: i64 = 3;
const DELTA_BYTE_ARRAY: i64 = 7;
const RLE_DICTIONARY: i64 = 8;

fn varint(mut n: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while n > 0x7f {
        out.push(u8::try_from(n & 0x7f).unwrap() | 0x80);
        n >>= 7;
    }
    out.push(u8::try_from(n).unwrap());
    out
}

fn int(n: i64) -> Vec<u8> {
    varint(((n << 1) ^ (n >> 63)).cast_unsigned())
}

/// A struct of these fields: id, kind and value.
fn fields(fields: &[(i16, u8, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (id, kind, value) in fields {
        out.push(*kind);
        out.extend(int(i64::from(*id)));
        out.extend(value);
    }
    out.push(0);
    out
}

fn binary(bytes: &[u8]) -> Vec<u8> {
    [varint(bytes.len() as u64), bytes.to_vec()].concat()
}

/// A list that says that it has so many elements, and has these.
fn list(kind: u8, count: u64, elements: &[Vec<u8>]) -> Vec<u8> {
    [vec![0xf0 | kind], varint(count), elements.concat()].concat()
}

fn numbers(numbers: &[(i16, i64)]) -> Vec<u8> {
    let numbers: Vec<_> = numbers.iter().map(|(id, n)| (*id, I32, int(*n))).collect();
    fields(&numbers)
}

fn group(name: &[u8], children: i64) -> Vec<u8> {
    fields(&[(3, I32, int(0)), (4, BINARY, binary(name)), (5, I32, int(children))])
}

/// A column of byte arrays: required (0), optional (1), repeated (2).
fn column(repetition: i64) -> Vec<u8> {
    fields(&[(1, I32, int(6)), (3, I32, int(repetition)), (4, BINARY, binary(b"c"))])
}

fn footer(schema: Vec<u8>, groups: Vec<u8>) -> Vec<u8> {
    fields(&[(1, I32, int(1)), (2, LIST, schema), (3, 6, int(1_000_000)), (4, LIST, groups)])
}

fn file(pages: &[u8], footer: &[u8]) -> Sparse {
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    let bytes = [b"PAR1", pages, footer, &length, b"PAR1"].concat();
    let mut file = Sparse::new(bytes.len() as u64);
    file.add(0, Bytes::from(bytes));
    file
}

/// A file of one column with these pages.
fn of_pages(repetition: i64, codec: i64, pages: &[Vec<u8>]) -> Sparse {
    let pages = pages.concat();
    let length = i64::try_from(pages.len()).unwrap();
    let chunk = fields(&[
        (1, I32, int(6)),
        (2, LIST, list(I32, 1, &[int(PLAIN)])),
        (3, LIST, list(BINARY, 1, &[binary(b"c")])),
        (4, I32, int(codec)),
        (5, 6, int(1_000_000)),
        (6, 6, int(length)),
        (7, 6, int(length)),
        (9, 6, int(4)),
    ]);
    let chunk = fields(&[(2, 6, int(4)), (3, STRUCT, chunk)]);
    let rows = fields(&[(1, LIST, list(STRUCT, 1, &[chunk])), (2, 6, int(length)), (3, 6, int(1_000_000))]);
    let schema = list(STRUCT, 2, &[group(b"root", 1), column(repetition)]);
    file(&pages, &footer(schema, list(STRUCT, 1, &[rows])))
}

fn page(kind: i64, unpacked: usize, about: (i16, Vec<u8>), body: &[u8]) -> Vec<u8> {
    let unpacked = i64::try_from(unpacked).unwrap();
    let packed = i64::try_from(body.len()).unwrap();
    let header = fields(&[
        (1, I32, int(kind)),
        (2, I32, int(unpacked)),
        (3, I32, int(packed)),
        (about.0, STRUCT, about.1),
    ]);
    [header, body.to_vec()].concat()
}

fn data(values: i64, encoding: i64, unpacked: usize, body: &[u8]) -> Vec<u8> {
    page(0, unpacked, (5, numbers(&[(1, values), (2, encoding), (3, RLE), (4, RLE)])), body)
}

fn dictionary(values: i64, body: &[u8]) -> Vec<u8> {
    page(2, body.len(), (7, numbers(&[(1, values), (2, PLAIN)])), body)
}

fn text(bytes: usize) -> Vec<u8> {
    [u32::try_from(bytes).unwrap().to_le_bytes().to_vec(), vec![b'x'; bytes]].concat()
}

/// Levels that are all the same, after their length.
fn levels(count: u64, level: u8) -> Vec<u8> {
    let run = [varint(count << 1), vec![level]].concat();
    [u32::try_from(run.len()).unwrap().to_le_bytes().to_vec(), run].concat()
}

/// Lengths of which each is so much more than the one before.
fn lengths(first: i64, step: i64, count: u64) -> Vec<u8> {
    [varint(1 << 15), varint(1), varint(count), int(first), int(step), vec![0]].concat()
}

#[track_caller]
fn check(file: &Sparse, megabytes: usize, want: &str) {
    let (read, peak) = peak(|| table(file, Extent::default()));
    let said = match read {
        Err(said) => said,
        Ok(table) => table.remark().unwrap_or_default().to_owned(),
    };
    assert!(said.contains(want), "{said:?}");
    assert!(peak <= megabytes << 20, "{} MB to learn that {said}", peak >> 20);
}

const NONE: u64 = 0;

#[test]
fn a_footer_is_weighed_before_it_is_read() {
    let many = vec![vec![0]; 3 << 20];
    let claims = footer(list(STRUCT, 3 << 20, &many), list(STRUCT, NONE, &[]));
    check(&file(b"", &claims), 1, "would take more than 64 MB");
    let claims = footer(list(STRUCT, 1 << 30, &[group(b"r", 1)]), list(STRUCT, NONE, &[]));
    check(&file(b"", &claims), 1, "its footer is broken");
    let children =
        footer(list(STRUCT, 2, &[group(b"r", i64::from(i32::MAX)), column(0)]), list(STRUCT, NONE, &[]));
    check(&file(b"", &children), 1, "its footer is broken");
    let schema = list(STRUCT, 2, &[group(b"r", 1), column(0)]);
    let groups = footer(schema, list(STRUCT, 2 << 20, &vec![vec![0]; 2 << 20]));
    check(&file(b"", &groups), 1, "would take more than 64 MB");
}

#[test]
fn a_schema_is_neither_deep_nor_repeated_without_end() {
    let chain: Vec<Vec<u8>> = (0..1_000).map(|_| group(b"g", 1)).chain([column(0)]).collect();
    let deep = footer(list(STRUCT, 1_001, &chain), list(STRUCT, NONE, &[]));
    check(&file(b"", &deep), 1, "nested deeper than is read");
    let long = vec![b'n'; 1 << 20];
    let leaves: Vec<Vec<u8>> =
        [group(b"r", 1), group(&long, 5_000)].into_iter().chain((0..5_000).map(|_| column(0))).collect();
    let wide = footer(list(STRUCT, 5_002, &leaves), list(STRUCT, NONE, &[]));
    check(&file(b"", &wide), 1, "would take more than 64 MB");
}

#[test]
fn a_page_is_unpacked_to_what_it_says_and_only_where_there_is_room() {
    let huge = data(10, PLAIN, (1 << 31) - 1, &[0; 100]);
    check(&of_pages(0, GZIP, std::slice::from_ref(&huge)), 2, "c: a page of it unpacks to more than is read");
    check(&of_pages(0, SNAPPY, &[huge]), 2, "unpacks to more than is read");
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    (0..200).for_each(|_| bomb.write_all(&vec![0; 1 << 20]).unwrap());
    let bomb = bomb.finish().unwrap();
    check(&of_pages(0, GZIP, &[data(10, PLAIN, 1_000, &bomb)]), 2, "c: a page of it is broken");
    let pages: Vec<Vec<u8>> = (0..40).map(|_| data(1, PLAIN, 4 << 20, &text((4 << 20) - 4))).collect();
    check(&of_pages(0, UNCOMPRESSED, &pages), 300, "unpacks to more than is read");
}

#[test]
fn a_dictionary_has_no_more_values_than_bytes() {
    let pages = [dictionary(i64::from(i32::MAX), &text(10)), data(10, RLE_DICTIONARY, 4, &[1, 20, 0, 0])];
    check(&of_pages(0, UNCOMPRESSED, &pages), 2, "c: a page of it is broken");
    let pages = [dictionary(8 << 20, &vec![0; 32 << 20]), data(10, RLE_DICTIONARY, 4, &[1, 20, 0, 0])];
    check(&of_pages(0, UNCOMPRESSED, &pages), 2, "unpacks to more than is read");
}

#[test]
fn one_row_is_not_made_of_a_billion_values() {
    // A value of 60 KB, and a list that names it a billion times.
    let body = [levels(1 << 30, 1), levels(1 << 30, 1), vec![1], varint(1 << 31), vec![0]].concat();
    let pages = [dictionary(1, &text(60_000)), data(1 << 30, RLE_DICTIONARY, body.len(), &body)];
    check(&of_pages(2, UNCOMPRESSED, &pages), 2, "a row of it is longer than is read");
}

#[test]
fn texts_that_share_their_beginnings_are_written_out_only_where_there_is_room() {
    // Each of 30,000 texts is the one before and one letter more: 30 KB of the page would be 450 MB.
    let body = [lengths(0, 1, 30_000), lengths(1, 0, 30_000), vec![b'x'; 30_000]].concat();
    let pages = [data(30_000, DELTA_BYTE_ARRAY, body.len(), &body)];
    check(&of_pages(0, UNCOMPRESSED, &pages), 2, "unpacks to more than is read");
}

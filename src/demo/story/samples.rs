//! A bucket beside the pipeline's: with versions, and an object of every kind that can be looked into.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::OnceLock;

use bytes::Bytes;
use chrono::TimeDelta;

use crate::clock::Time;
use crate::demo::account::Account;
use crate::demo::storage::Bucket;

/// Its name.
const SAMPLES: &str = "demo-samples";

/// What pandas wrote of the list of APIs.
const PARQUET: &[u8] = include_bytes!("../../../assets/demo/public_apis.parquet");
const CITIES: [&str; 5] = ["Lisboa", "Porto", "Faro", "Évora", "Braga"];

/// Makes the bucket, as it was left over the last days.
pub fn lay_out(account: &mut Account, deployed: Time, now: Time) {
    account.buckets.insert(SAMPLES.to_owned(), Bucket::versioned(deployed));
    let ago = |hours: i64| now - TimeDelta::hours(hours);
    for (key, body, hours) in MADE.get_or_init(objects) {
        // The bucket has just been made.
        let _ = account.put(SAMPLES, key, body.clone(), ago(*hours));
    }
    let _ = account.delete(SAMPLES, "deleted.txt", ago(20));
}

/// The key, the content, and how many hours old it is.
type Sample = (&'static str, Bytes, i64);

/// Made once, for all demos of a process.
static MADE: OnceLock<[Sample; 13]> = OnceLock::new();

fn objects() -> [Sample; 13] {
    [
        ("archive/2023-09.csv", orders(40, false), 400),
        ("deleted.txt", Bytes::from_static(b"This was deleted; v shows that it was here.\n"), 90),
        ("events.jsonl", events(400), 30),
        ("events.jsonl.zst", zstd(&events(2_000)), 29),
        ("notes.txt", notes("the first version"), 80),
        ("notes.txt", notes("the second version"), 60),
        ("orders.csv", orders(300, false), 50),
        ("orders.csv", orders(320, true), 26),
        ("orders.csv.gz", gzip(&orders(3_000, true)), 25),
        ("picture.png", picture(), 70),
        ("public_apis.parquet", Bytes::from_static(PARQUET), 48),
        ("settings.json", settings(), 75),
        ("empty", Bytes::new(), 74),
    ]
}

/// A table; later ones have a column more.
fn orders(rows: u32, has_city: bool) -> Bytes {
    let city = |n: u32| if has_city { format!(",{}", pick(n)) } else { String::new() };
    let mut csv = format!("id,item,amount,at{}\n", if has_city { ",city" } else { "" });
    for n in 0..rows {
        let (day, hour, cents) = (1 + n % 28, n % 24, n * 37 % 10_000);
        let amount = format!("{}.{:02}", cents / 100, cents % 100);
        // Writing to a string cannot fail.
        let _ = writeln!(csv, "{n},item {},{amount},2023-09-{day:02}T{hour:02}:00:00Z{}", n % 17, city(n));
    }
    csv.into()
}

fn pick(n: u32) -> &'static str {
    CITIES.get(n as usize % CITIES.len()).copied().unwrap_or_default()
}

fn events(count: u32) -> Bytes {
    let line = |n: u32| {
        let status = if n % 23 == 7 { 502 } else { 200 };
        let event = serde_json::json!({
            "seq": n, "city": pick(n), "status": status, "ms": 20 + n * 7 % 180, "tags": ["api", pick(n / 3)],
        });
        format!("{event}\n")
    };
    (0..count).map(line).collect::<String>().into()
}

fn notes(version: &str) -> Bytes {
    format!("This bucket keeps versions; this is {version}.\nv on a row shows all of them, s in a preview what changed.\n")
        .into()
}

fn settings() -> Bytes {
    let settings = serde_json::json!({
        "name": "public-apis", "retries": 2, "window": { "from": "06:00", "to": "22:00" },
        "targets": [{ "bucket": "public-apis-raw", "format": "json" }, { "bucket": "public-apis-processed", "format": "csv" }],
    });
    format!("{settings:#}\n").into()
}

/// The smallest of pictures, and noise after it: bytes that are no text.
fn picture() -> Bytes {
    let mut bytes =
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89".to_vec();
    let mut random = fastrand::Rng::with_seed(7);
    bytes.extend((0..2_048).map(|_| random.u8(..)));
    bytes.into()
}

fn gzip(bytes: &[u8]) -> Bytes {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    // A vector takes all that is written.
    let _ = packer.write_all(bytes);
    packer.finish().unwrap_or_default().into()
}

fn zstd(bytes: &[u8]) -> Bytes {
    zstd::bulk::compress(bytes, 3).unwrap_or_default().into()
}

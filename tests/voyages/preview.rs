//! Objects are looked into on the embedded AWS, and every request is counted.

use std::sync::Arc;

use bytes::Bytes;
use farol::demo::Aws;
use farol::reference::RAW_BUCKET;
use parquet::data_type::Int32Type;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::Leg::{Change, Look, Press, Wait};
use super::Ship;

fn put(aws: &Aws, key: &str, body: String) {
    let now = aws.clock().now();
    aws.with(|account| account.put(RAW_BUCKET, key, Bytes::from(body), now)).unwrap();
}

/// Three megabytes of a table.
fn big(aws: &Aws) {
    let rows: Vec<String> = (0..100_000).map(|n| format!("{n},the name of {n},{n}.5\n")).collect();
    put(aws, "big.csv", format!("id,name,price\n{}", rows.concat()));
}

#[tokio::test(start_paused = true)]
async fn the_beginning_of_a_big_object_is_one_request_and_the_end_of_what_is_read_another() {
    let ship = Ship::quiet(0.0).of_size(80, 24);
    big(&ship.aws);
    let asked = |aws: &Aws| aws.ledger().get("GetObject").copied().unwrap_or_default();
    ship.sail(vec![
        Wait(3.0),
        Press(0.0, "1j<space>"),
        Wait(1.0),
        Look(&["first 256.0K of 3.0M", "3 columns", "integer"]),
    ])
    .await;
    assert_eq!(asked(&ship.aws), 1);
    ship.sail(vec![
        Wait(3.0),
        Press(0.0, "1j<space>"),
        Press(1.0, "G"),
        Wait(1.0),
        Look(&["first 1.2M of 3.0M"]),
    ])
    .await;
    assert_eq!(asked(&ship.aws), 3);
}

#[tokio::test(start_paused = true)]
async fn pieces_of_an_object_that_changed_meanwhile_are_not_put_together() {
    let ship = Ship::quiet(0.0).of_size(80, 24);
    big(&ship.aws);
    let other = |aws: &Aws| put(aws, "big.csv", "another,table\n".to_owned() + &"1,2\n".repeat(200_000));
    let legs = vec![
        Wait(3.0),
        Press(0.0, "1j<space>"),
        Wait(1.0),
        Change(0.0, other),
        Press(0.0, "G"),
        Wait(1.0),
        Look(&["another", "2 columns", "first 256.0K of 781.2K"]),
    ];
    ship.sail(legs).await;
}

#[tokio::test(start_paused = true)]
async fn a_schema_that_changed_is_seen_beside_the_object_before() {
    let ship = Ship::quiet(0.0).of_size(80, 24);
    put(&ship.aws, "orders-1.csv", "id,name\n1,a\n".to_owned());
    let later = |aws: &Aws| put(aws, "orders-2.csv", "id,city\n1,Porto\n".to_owned());
    let legs = vec![
        Wait(5.0),
        Change(0.0, later),
        Press(0.0, "r"),
        Wait(3.0),
        Press(0.0, "1jj<space>"),
        Press(1.0, "s"),
        Wait(5.0),
        Look(&["the schema changed since orders-1.csv", "+ city text", "- name text"]),
    ];
    ship.sail(legs).await;
}

#[tokio::test(start_paused = true)]
async fn a_parquet_file_is_a_table_with_the_types_of_its_footer() {
    let ship = Ship::quiet(0.0).of_size(200, 40);
    let now = ship.aws.clock().now();
    let file = Bytes::from_static(include_bytes!("../../assets/demo/public_apis.parquet"));
    ship.aws.with(|account| account.put(RAW_BUCKET, "apis.parquet", file, now)).unwrap();
    let looks = Look(&["Parquet", "10 columns, 200 rows", "timestamp", "int32", "Cat Facts"]);
    let shape = Look(&["list<string>", "seen", "nothing came before it"]);
    let legs = vec![Wait(3.0), Press(0.0, "1j<space>"), Wait(1.0), looks, Press(0.0, "s"), Wait(5.0), shape];
    ship.sail(legs).await;
    let asked = ship.aws.ledger().get("GetObject").copied().unwrap_or_default();
    assert_eq!(asked, 1, "a file within the first piece needs no other one");
}

#[tokio::test(start_paused = true)]
async fn the_demo_has_an_object_of_every_kind_and_versions_of_some() {
    let ship = Ship::living(farol::demo::account::Options::default()).of_size(200, 50);
    let legs = vec![
        Wait(3.0),
        Press(0.0, "1a"),
        Wait(1.0),
        Look(&["demo-samples", "us-east-2"]),
        Press(0.0, "/samples<enter>"),
        Press(0.0, "o"),
        Wait(2.0),
        Look(&[
            "every version is kept",
            "old versions deleted after 30 days",
            "AES256",
            "all of it is blocked",
            "nobody",
        ]),
        Press(0.0, "<esc>v"),
        Wait(1.0),
        Look(&["deleted.txt", "latest"]),
        Press(0.0, "v<enter>"),
        Wait(1.0),
        Look(&["archive/", "orders.csv.gz", "picture.png"]),
        Press(0.0, "/gz<enter><space>"),
        Wait(1.0),
        Look(&["CSV, gzip", "3,000 rows", "Lisboa"]),
        Press(0.0, "<esc>/<ctrl-u>zst<enter><space>"),
        Wait(1.0),
        Look(&["JSON lines, zstd", "2,000 rows"]),
        Press(0.0, "<esc>/<ctrl-u>parquet<enter><space>"),
        Wait(1.0),
        Look(&["Parquet", "10 columns, 200 rows"]),
        Press(0.0, "<esc>/<ctrl-u>picture<enter><space>"),
        Wait(1.0),
        Look(&["89 50 4e 47", "·PNG"]),
        Press(0.0, "<esc>/<ctrl-u>orders.csv<enter>"),
        Press(0.0, "<space>"),
        Wait(1.0),
        Press(0.0, "s"),
        Wait(2.0),
        Look(&["the schema changed since orders.csv version", "+ city text"]),
    ];
    ship.sail(legs).await;
}

const RIGHT: &str = "llllllllllllllllllllllllllllllllllllllllllllllllllllllllllll";

/// Numbers in 150 columns, and 5,000 rows in three groups.
fn wide_and_long() -> Bytes {
    let columns: Vec<String> = (0..150).map(|n| format!("required int32 c{n};")).collect();
    let schema = parse_message_type(&format!("message m {{ {} }}", columns.concat())).unwrap();
    let mut out = Vec::new();
    let mut file = SerializedFileWriter::new(&mut out, Arc::new(schema), Arc::default()).unwrap();
    for rows in [0..2_000, 2_000..4_000, 4_000..5_000] {
        let mut group = file.next_row_group().unwrap();
        let values: Vec<i32> = rows.collect();
        while let Some(mut column) = group.next_column().unwrap() {
            column.typed::<Int32Type>().write_batch(&values, None, None).unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    file.close().unwrap();
    out.into()
}

#[tokio::test(start_paused = true)]
async fn a_parquet_file_is_read_on_downwards_over_its_groups_and_to_the_right() {
    let ship = Ship::quiet(0.0).of_size(200, 40);
    let now = ship.aws.clock().now();
    ship.aws.with(|account| account.put(RAW_BUCKET, "numbers.parquet", wide_and_long(), now)).unwrap();
    let legs = vec![
        Wait(3.0),
        Press(0.0, "1j<space>"),
        Wait(1.0),
        Look(&["64 of 150 columns, 1,000 of 5,000 rows", "more below"]),
        Press(0.0, "G"),
        Wait(1.0),
        Look(&["4,000 of 5,000 rows"]),
        Press(0.0, "G"),
        Wait(1.0),
        Press(0.0, "G"),
        Wait(1.0),
        Look(&["4999", "64 of 150 columns, 5,000 rows"]),
        Press(0.0, RIGHT),
        Wait(1.0),
        Look(&["128 of 150 columns", "c60"]),
        Press(0.0, RIGHT),
        Wait(1.0),
        Press(0.0, RIGHT),
        Wait(1.0),
        Look(&["c149", "150 columns, 5,000 rows"]),
    ];
    ship.sail(legs).await;
}

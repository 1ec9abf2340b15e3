//! Answers that make little sense are told, and never take anything down.

use super::*;
use crate::domain::fault::Fault;
use crate::domain::object::{Prefix, Scope, Token};
use crate::domain::pipeline::{Ingest, Place};
use crate::domain::run::State;

fn ingest() -> Ingest {
    Ingest { function: "f".into(), ..Ingest::default() }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_holds_nothing_is_defaults_or_a_missing_thing() {
    let cloud = cloud(&Script::of(&["{}"])).await;
    let function = cloud.function(&ingest()).await.unwrap();
    assert_eq!((function.log_group.exact(), function.timeout.as_secs()), ("/aws/lambda/f", 900));
    assert_eq!(cloud.crawler("c").await.unwrap_err().kind, Kind::Missing);
    assert_eq!(cloud.tables("d").await, Ok(vec![]));
    assert_eq!(cloud.runs("j").await, Ok(vec![]));
}

#[tokio::test(start_paused = true)]
async fn an_answer_of_another_operation_is_taken_for_an_empty_one() {
    let cloud = cloud(&Script::of(&[r#"{"Functions":[{"FunctionName":"a","Timeout":30}]}"#])).await;
    assert_eq!(cloud.function(&ingest()).await.unwrap().memory, 128);
}

#[tokio::test(start_paused = true)]
async fn a_page_of_html_is_a_fault_that_says_so() {
    for status in [200, 500] {
        let script = Script::with(&[(status, "<html><title>Oops</title><p>it broke</html>")]);
        let cloud = cloud(&script).await;
        let faults = [
            cloud.runs("j").await.unwrap_err(),
            cloud.function(&ingest()).await.unwrap_err(),
            cloud.crawler("c").await.unwrap_err(),
        ];
        for fault in faults {
            let want = if status == 200 { Kind::Ours } else { Kind::Offline };
            assert_eq!(fault.kind, want, "{fault:?}");
            assert!(fault.said.exact().ends_with("Oops it broke"), "{fault:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_number_where_none_can_be_is_a_fault_that_says_so() {
    let cloud = cloud(&Script::of(&[r#"{"JobRuns":[{"AllocatedCapacity":0.0625}]}"#])).await;
    let fault = cloud.runs("j").await.unwrap_err();
    assert_eq!(fault, Fault::new("glue:GetJobRuns", Kind::Ours, "the answer makes no sense: invalid number"));
}

#[tokio::test(start_paused = true)]
async fn runs_that_come_oldest_first_are_read_to_the_newest() {
    let page = |from: u32, next: &str| {
        let runs: Vec<String> = (from..from + 2)
            .map(|n| format!(r#"{{"Id":"jr_{n}","StartedOn":{n},"JobRunState":"SUCCEEDED"}}"#))
            .collect();
        format!(r#"{{"JobRuns":[{}]{next}}}"#, runs.join(","))
    };
    let pages = [page(1, r#","NextToken":"t""#), page(3, r#","NextToken":"u""#), page(5, "")];
    let script = Script::of(&[&pages[0], &pages[1], &pages[2]]);
    let runs = cloud(&script).await.runs("j").await.unwrap();
    let ids: Vec<&str> = runs.iter().map(|run| run.id.exact()).collect();
    assert_eq!(ids.join(" "), "jr_6 jr_5 jr_4 jr_3 jr_2 jr_1");
}

#[tokio::test(start_paused = true)]
async fn runs_that_come_newest_first_cost_one_request() {
    let body = r#"{"JobRuns":[{"Id":"b","StartedOn":2},{"Id":"a","StartedOn":1}],"NextToken":"t"}"#;
    let script = Script::of(&[body]);
    assert_eq!(cloud(&script).await.runs("j").await.unwrap().len(), 2);
    assert_eq!(script.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_state_that_is_new_to_us_is_shown_as_it_comes() {
    let body = r#"{"JobRuns":[{"Id":"a","JobRunState":"BRAND_NEW","LastModifiedOn":7}]}"#;
    let runs = cloud(&Script::of(&[body])).await.runs("j").await.unwrap();
    assert_eq!((&runs[0].state, runs[0].started.timestamp()), (&State::Other("BRAND_NEW".into()), 7));
    let body = r#"{"Crawler":{"State":"DREAMING","LastCrawl":{"Status":"COMPLETED"}}}"#;
    let crawler = cloud(&Script::of(&[body])).await.crawler("c").await.unwrap();
    assert_eq!((crawler.name.exact(), &*crawler.state.name()), ("c", "DREAMING"));
    assert!(crawler.last.unwrap().is_good());
}

#[tokio::test(start_paused = true)]
async fn a_run_that_goes_on_has_no_end_whatever_the_answer_says() {
    let body =
        r#"{"JobRuns":[{"Id":"a","JobRunState":"RUNNING","StartedOn":1,"CompletedOn":2,"ErrorMessage":""}]}"#;
    let runs = cloud(&Script::of(&[body])).await.runs("j").await.unwrap();
    assert_eq!((runs[0].completed, &runs[0].error), (None, &None));
}

#[tokio::test(start_paused = true)]
async fn folders_and_objects_of_a_page_are_merged_in_the_order_of_their_keys() {
    let body = "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>\
        <NextContinuationToken>t</NextContinuationToken>\
        <Contents><Key>a/</Key><Size>0</Size></Contents><Contents><Key>a/b+%25</Key><Size>1</Size></Contents>\
        <Contents><Key>a/z</Key></Contents><CommonPrefixes><Prefix>a/c%2F/</Prefix></CommonPrefixes></ListBucketResult>";
    let script = Script::of(&[body]);
    let place = Scope::folders(Prefix { bucket: "b".into(), prefix: "a/".into() });
    let page = cloud(&script).await.page(&place, Some(&Token("s".into()))).await.unwrap();
    let entries = (0..page.block.len()).filter_map(|n| page.block.get(n));
    let keys: Vec<String> = entries.map(|entry| entry.key().exact().to_owned()).collect();
    assert_eq!(keys, ["a/b %", "a/c//", "a/z"]);
    assert_eq!((page.asked, page.next), (Some(Token("s".into())), Some(Token("t".into()))));
    assert!(script.asked()[0].contains("continuation-token=s"), "{:?}", script.asked());
}

#[tokio::test(start_paused = true)]
async fn an_object_with_a_longer_name_does_not_stand_for_the_one_that_is_missing() {
    let body = "<ListBucketResult><Contents><Key>key.json.bak</Key></Contents></ListBucketResult>";
    let place = Place { bucket: "b".into(), key: Some("key.json".into()) };
    assert_eq!(cloud(&Script::of(&[body])).await.object(&place).await, Ok(None));
}

#[tokio::test(start_paused = true)]
async fn a_redirect_that_leads_nowhere_is_told_and_not_followed_for_ever() {
    let body = "<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>";
    let script = Script::with(&[(301, body)]);
    let fault = cloud(&script).await.page(&Scope::top("b"), None).await.unwrap_err();
    assert_eq!(fault.kind, Kind::Elsewhere { region: None });
    assert_eq!(script.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn columns_come_before_partition_keys_and_a_view_has_neither() {
    let body = r#"{"TableList":[{"Name":"v"},{"Name":"t","Parameters":{"classification":"json"},
        "StorageDescriptor":{"Columns":[{"Name":"c","Type":"array<int>"}],"Location":"s3://b/"},
        "PartitionKeys":[{"Name":"p","Type":"string"}]}]}"#;
    let tables = cloud(&Script::of(&[body])).await.tables("d").await.unwrap();
    let columns: Vec<(&str, bool)> =
        tables[1].columns.iter().map(|c| (c.name.exact(), c.is_partition)).collect();
    assert_eq!(columns, [("c", false), ("p", true)]);
    assert_eq!((tables[0].columns.len(), tables[1].database.exact()), (0, "d"));
}

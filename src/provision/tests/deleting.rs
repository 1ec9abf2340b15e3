//! Deleting.

use super::answers::{done, error, events, no_stack, resources, stack, stack_with, versions};
use super::{Play, words};

/// What is read before anything is deleted: one bucket with two versions.
fn inventory(status: &str) -> Vec<(u16, String)> {
    vec![stack(status), resources(&["Raw AWS::S3::Bucket CREATE_COMPLETE"]), versions(&["a"], "b")]
}

fn emptied() -> [(u16, String); 3] {
    [versions(&["a"], "b"), (200, "<DeleteResult></DeleteResult>".to_owned()), versions(&[], "")]
}

const BEFORE: &str = "0 S CREATE_COMPLETE";

#[tokio::test(start_paused = true)]
async fn everything_is_named_the_bucket_is_emptied_of_all_versions_and_the_stack_goes() {
    let mut answers = inventory("CREATE_COMPLETE");
    answers.extend(emptied());
    answers.extend([
        events(&[BEFORE]),
        done("DeleteStack"),
        events(&[BEFORE, "1 S DELETE_IN_PROGRESS", "2 Raw DELETE_COMPLETE", "3 S DELETE_COMPLETE"]),
    ]);
    let play = Play::of(&answers).await;
    let removal = play.site.inventory().await.unwrap().unwrap();
    let text = removal.text(&play.site);
    for part in ["Raw ", "the-Raw", "s3://the-Raw: 2 versions, 3 B", "    a (1 version)", "    b (1 version)"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    play.site.remove(&removal).await.unwrap();
    let asked = play.script.asked();
    let erased = &asked[5];
    assert!(
        erased.contains("<VersionId>v1</VersionId>") && erased.contains("<VersionId>v2</VersionId>"),
        "{erased}"
    );
    assert!(play.said().contains("emptied s3://the-Raw of 2 versions"));
}

#[tokio::test(start_paused = true)]
async fn a_stack_that_is_not_there_is_nothing_to_delete() {
    let play = Play::of(&[no_stack()]).await;
    assert!(play.site.inventory().await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn what_is_left_of_a_failed_attempt_can_be_deleted() {
    let play = Play::of(&inventory("ROLLBACK_COMPLETE")).await;
    assert!(play.site.inventory().await.unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_bucket_that_the_stack_could_not_make_is_not_its_own_to_empty() {
    let resources = resources(&["Raw AWS::S3::Bucket CREATE_FAILED", "Old AWS::S3::Bucket DELETE_COMPLETE"]);
    let play = Play::of(&[stack("ROLLBACK_COMPLETE"), resources]).await;
    let text = play.site.inventory().await.unwrap().unwrap().text(&play.site);
    assert!(!text.contains("the-"), "{text}");
    assert_eq!(play.asked(), ["DescribeStacks", "ListStackResources"]);
}

#[tokio::test(start_paused = true)]
async fn a_protected_stack_keeps_all_its_objects() {
    let protected = "<EnableTerminationProtection>true</EnableTerminationProtection>";
    let play = Play::of(&[stack_with("CREATE_COMPLETE", protected)]).await;
    let said = words(play.site.inventory().await);
    assert!(
        said.starts_with("the stack farol-public-apis is protected against deletion; lift that first"),
        "{said}"
    );
    assert_eq!(play.asked(), ["DescribeStacks"]);
}

#[tokio::test(start_paused = true)]
async fn a_bucket_that_was_written_into_meanwhile_is_emptied_again() {
    let refilled = [
        BEFORE,
        "1 S DELETE_IN_PROGRESS",
        "2 Raw DELETE_FAILED The bucket you tried to delete is not empty",
        "3 S DELETE_FAILED The following resource(s) failed to delete: [Raw].",
    ];
    let mut gone = refilled.to_vec();
    gone.extend(["4 S DELETE_IN_PROGRESS", "5 Raw DELETE_COMPLETE", "6 S DELETE_COMPLETE"]);
    let mut answers = inventory("CREATE_COMPLETE");
    answers.extend(emptied());
    answers.extend([events(&[BEFORE]), done("DeleteStack"), events(&refilled)]);
    answers.extend(emptied());
    answers.extend([events(&refilled), done("DeleteStack"), events(&gone)]);
    let play = Play::of(&answers).await;
    let removal = play.site.inventory().await.unwrap().unwrap();
    play.site.remove(&removal).await.unwrap();
    let deletions: Vec<String> =
        play.script.asked().into_iter().filter(|request| request.contains("Action=DeleteStack")).collect();
    assert_eq!(deletions.len(), 2);
    assert_ne!(deletions[0], deletions[1], "another attempt has another token");
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_deleted_is_named() {
    let failed = [
        BEFORE,
        "1 S DELETE_IN_PROGRESS",
        "2 Role DELETE_FAILED User: u is not authorized to perform: iam:DeleteRole on resource: r",
        "3 S DELETE_FAILED The following resource(s) failed to delete: [Role].",
    ];
    let mut answers = inventory("CREATE_COMPLETE");
    answers.extend(emptied());
    answers.extend([events(&[BEFORE]), done("DeleteStack"), events(&failed)]);
    answers.push(resources(&["Raw AWS::S3::Bucket DELETE_COMPLETE", "Role AWS::IAM::Role DELETE_FAILED"]));
    let play = Play::of(&answers).await;
    let removal = play.site.inventory().await.unwrap().unwrap();
    let said = words(play.site.remove(&removal).await);
    assert!(said.contains("→ the identity that deploys needs iam:DeleteRole"), "{said}");
    let (_, left) = said.split_once("Left behind:\n").unwrap();
    assert!(left.contains("the-Role") && !left.contains("the-Raw"), "{left}");
}

#[tokio::test(start_paused = true)]
async fn an_object_that_may_not_be_deleted_stops_it_before_the_stack_goes() {
    let mut answers = inventory("CREATE_COMPLETE");
    answers.push(versions(&["a"], ""));
    let denied = "<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>";
    answers.push((200, denied.to_owned()));
    let play = Play::of(&answers).await;
    let removal = play.site.inventory().await.unwrap().unwrap();
    let said = words(play.site.remove(&removal).await);
    assert_eq!(said, "not allowed: the identity needs s3:DeleteObjectVersion");
    assert!(!play.asked().contains(&"DeleteStack".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_bucket_that_keeps_everything_is_not_emptied_for_ever() {
    let mut answers = inventory("CREATE_COMPLETE");
    let [page, erased, _] = emptied();
    answers.extend([page.clone(), erased, page]);
    let play = Play::of(&answers).await;
    let removal = play.site.inventory().await.unwrap().unwrap();
    let said = words(play.site.remove(&removal).await);
    assert_eq!(said, "s3://the-Raw keeps what S3 says that it deleted");
}

#[tokio::test(start_paused = true)]
async fn who_may_not_look_is_told_what_is_missing() {
    let play = Play::of(&[error(403, "AccessDenied", "no")]).await;
    let said = words(play.site.inventory().await);
    assert_eq!(said, "not allowed: the identity needs cloudformation:DescribeStacks");
}

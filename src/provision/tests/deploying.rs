//! Making and changing.

use super::answers::{STACK, change_set, done, drafted, error, events, no_stack, objections, stack};
use super::{Play, words};
use crate::blueprint;
use crate::domain::fault::Kind;
use crate::provision::{Stop, Wishes};

fn ready() -> (u16, String) {
    change_set("CREATE_COMPLETE", "AVAILABLE", "")
}

fn script() -> (u16, String) {
    (200, blueprint::ETL.to_owned())
}

#[tokio::test(start_paused = true)]
async fn a_new_stack_is_made_through_a_change_set_and_followed_to_its_end() {
    let answers = [
        no_stack(),
        drafted(),
        change_set("CREATE_IN_PROGRESS", "UNAVAILABLE", ""),
        ready(),
        events(&["0 S REVIEW_IN_PROGRESS"]),
        done("ExecuteChangeSet"),
        events(&["0 S REVIEW_IN_PROGRESS", "1 S CREATE_IN_PROGRESS"]),
        events(&[
            "0 S REVIEW_IN_PROGRESS",
            "1 S CREATE_IN_PROGRESS",
            "2 Raw CREATE_COMPLETE",
            "3 S CREATE_COMPLETE",
        ]),
        stack("CREATE_COMPLETE"),
        error(404, "NoSuchKey", "no"),
        (200, String::new()),
    ];
    let play = Play::of(&answers).await;
    let deployment = play.site.prepare(&Wishes::default()).await.unwrap();
    let text = deployment.text(&play.site);
    assert!(
        text.starts_with("The stack farol-public-apis will be made in account 123456789012 (user/u), region")
    );
    assert!(text.contains("  + Raw  AWS::S3::Bucket  made\n"), "{text}");
    play.site.deploy(deployment).await.unwrap();
    let told = play.said();
    let lines: Vec<&str> = told.lines().map(str::trim).collect();
    assert_eq!(lines.len(), 4, "each event once: {told}");
    assert!(lines[0].starts_with("CREATE_IN_PROGRESS") && lines[2].starts_with("CREATE_COMPLETE"));
    assert_eq!(lines[3], "uploaded s3://scripts-b/scripts/describe.py");
}

#[tokio::test(start_paused = true)]
async fn nothing_to_change_is_no_failure_and_the_change_set_is_cleared_away() {
    let empty = change_set("FAILED", "UNAVAILABLE", "The submitted information didn't contain changes.");
    let answers = [stack("CREATE_COMPLETE"), drafted(), empty, done("DeleteChangeSet"), script()];
    let play = Play::of(&answers).await;
    let deployment = play.site.prepare(&Wishes::default()).await.unwrap();
    assert!(deployment.is_nothing());
    assert!(deployment.text(&play.site).ends_with("is as it should be: nothing to change.\n"));
    assert_eq!(play.asked()[3], "DeleteChangeSet");
}

#[tokio::test(start_paused = true)]
async fn a_script_that_was_changed_by_hand_is_uploaded_though_the_stack_is_as_it_should_be() {
    let empty = change_set("FAILED", "UNAVAILABLE", "No updates are to be performed.");
    let other = (200, "print()".to_owned());
    let answers = [stack("CREATE_COMPLETE"), drafted(), empty, done("DeleteChangeSet"), other.clone()];
    let after = [stack("CREATE_COMPLETE"), other, (200, String::new())];
    let play = Play::of(&[&answers[..], &after[..]].concat()).await;
    let deployment = play.site.prepare(&Wishes::default()).await.unwrap();
    assert!(!deployment.is_nothing());
    assert!(deployment.text(&play.site).contains("uploaded over another one"));
    play.site.deploy(deployment).await.unwrap();
    assert_eq!(play.said().trim(), "uploaded s3://scripts-b/scripts/describe.py");
}

#[tokio::test(start_paused = true)]
async fn a_stack_that_can_only_be_deleted_is_refused_with_the_command_for_it() {
    for status in ["ROLLBACK_COMPLETE", "CREATE_FAILED", "DELETE_FAILED"] {
        let play = Play::of(&[stack(status)]).await;
        let want = format!(
            "the stack farol-public-apis is {status}: it can only be deleted; \
             run `farol pipeline delete --name public-apis`, then deploy again"
        );
        assert_eq!(words(play.site.prepare(&Wishes::default()).await), want);
        assert_eq!(play.asked(), ["DescribeStacks"], "nothing was changed");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stack_of_somebody_else_is_left_alone() {
    let (status, body) = stack("CREATE_COMPLETE");
    let play = Play::of(&[(status, body.replace(">public-apis<", ">other<"))]).await;
    let said = words(play.site.prepare(&Wishes::default()).await);
    assert_eq!(said, "the stack farol-public-apis is not one that farol made: choose another --name");
}

#[tokio::test(start_paused = true)]
async fn a_missing_permission_is_named() {
    let denied =
        error(403, "AccessDenied", "User: u is not authorized to perform: cloudformation:CreateChangeSet");
    let play = Play::of(&[no_stack(), denied]).await;
    let Err(Stop::Fault(fault)) = play.site.prepare(&Wishes::default()).await else { panic!() };
    assert_eq!((&fault.kind, fault.doing), (&Kind::Denied, "cloudformation:CreateChangeSet"));
    assert_eq!(fault.words(), "not allowed: the identity needs cloudformation:CreateChangeSet");
}

#[tokio::test(start_paused = true)]
async fn a_bucket_that_somebody_else_owns_is_the_first_cause() {
    let end = [
        "0 S REVIEW_IN_PROGRESS",
        "1 S CREATE_IN_PROGRESS User Initiated",
        "2 Raw CREATE_FAILED public-apis-raw already exists (Service: S3)",
        "3 Processed CREATE_FAILED Resource creation cancelled",
        "4 S ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Raw].",
        "5 Processed DELETE_COMPLETE",
        "6 S ROLLBACK_COMPLETE",
    ];
    let answers = [no_stack(), drafted(), ready(), events(&end[..1]), done("ExecuteChangeSet"), events(&end)];
    let play = Play::of(&answers).await;
    let deployment = play.site.prepare(&Wishes::default()).await.unwrap();
    let want = "\
the first cause: Raw (AWS::S3::Bucket) CREATE_FAILED: public-apis-raw already exists (Service: S3)
→ the whole world shares bucket names, and that one is taken: choose another --name
Rolled back, removed again: Processed
The stack is ROLLBACK_COMPLETE: it can only be deleted; run `farol pipeline delete --name public-apis`, then deploy again";
    assert_eq!(words(play.site.deploy(deployment).await), want);
}

const TAKEN: &str = "Resource of type 'AWS::S3::Bucket' with identifier 'b' already exists.";

#[tokio::test(start_paused = true)]
async fn what_is_found_wrong_before_it_begins_is_the_first_cause() {
    let end = [
        "0 S REVIEW_IN_PROGRESS",
        "1 S CREATE_IN_PROGRESS User Initiated",
        "2 S CREATE_FAILED Validation failed with 1 error(s). Call DescribeEvents",
        "3 S ROLLBACK_IN_PROGRESS Validation failure detected.",
        "4 S ROLLBACK_COMPLETE",
    ];
    let answers = [no_stack(), drafted(), ready(), events(&end[..1]), done("ExecuteChangeSet"), events(&end)];
    let play = Play::of(&[&answers[..], &[objections(TAKEN)]].concat()).await;
    let deployment = play.site.prepare(&Wishes::default()).await.unwrap();
    let said = words(play.site.deploy(deployment).await);
    let lines: Vec<&str> = said.lines().collect();
    assert!(
        lines[0].starts_with("the first cause: Raw (AWS::S3::Bucket)") && lines[0].ends_with(TAKEN),
        "{said}"
    );
    assert_eq!(
        lines[1],
        "→ the whole world shares bucket names, and that one is taken: choose another --name"
    );
    assert_eq!(play.asked().last().unwrap(), "DescribeEvents");
}

#[tokio::test(start_paused = true)]
async fn what_is_found_wrong_with_a_change_set_is_said_in_its_own_words() {
    let failed = change_set(
        "FAILED",
        "UNAVAILABLE",
        "The following hook(s)/validation failed: [x]. Use DescribeEvents",
    );
    let answers = [no_stack(), drafted(), failed, objections(TAKEN), done("DeleteChangeSet"), no_stack()];
    let play = Play::of(&answers).await;
    let want = format!(
        "CloudFormation refuses the changes:\n  Raw (AWS::S3::Bucket): {TAKEN}\n  \
         → the whole world shares bucket names, and that one is taken: choose another --name"
    );
    assert_eq!(words(play.site.prepare(&Wishes::default()).await), want);
}

#[tokio::test(start_paused = true)]
async fn what_cloudformation_refuses_is_said_and_nothing_is_left_of_the_attempt() {
    let failed = change_set("FAILED", "UNAVAILABLE", "Transform X is unknown");
    let answers = [
        no_stack(),
        drafted(),
        failed,
        done("DescribeEvents"),
        done("DeleteChangeSet"),
        stack("REVIEW_IN_PROGRESS"),
        done("DeleteStack"),
    ];
    let play = Play::of(&answers).await;
    let said = words(play.site.prepare(&Wishes::default()).await);
    assert_eq!(said, "CloudFormation refuses the changes (FAILED): Transform X is unknown");
    assert_eq!(play.asked()[4..], ["DeleteChangeSet", "DescribeStacks", "DeleteStack"]);
}

#[tokio::test(start_paused = true)]
async fn what_an_interrupted_attempt_left_is_taken_up_again() {
    let known = error(400, "AlreadyExistsException", "ChangeSet farol-x already exists");
    let play = Play::of(&[stack("REVIEW_IN_PROGRESS"), known, ready()]).await;
    let deployment = play.site.prepare(&Wishes::default()).await.unwrap();
    assert!(deployment.text(&play.site).contains("will be made"));
    assert_eq!(play.asked(), ["DescribeStacks", "CreateChangeSet", "DescribeChangeSet"]);
}

#[tokio::test(start_paused = true)]
async fn a_change_set_that_is_used_up_gives_way_to_another_name() {
    let known = error(400, "AlreadyExistsException", "ChangeSet farol-x already exists");
    let obsolete = change_set("CREATE_COMPLETE", "OBSOLETE", "");
    let play = Play::of(&[stack("CREATE_COMPLETE"), known, obsolete, drafted(), ready(), script()]).await;
    play.site.prepare(&Wishes::default()).await.unwrap();
    let asked = play.script.asked();
    let names: Vec<bool> =
        [2, 4].iter().zip(["-0&", "-1&"]).map(|(at, end)| asked[*at].contains(end)).collect();
    assert_eq!(names, [true, true], "{asked:?}");
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_does_nothing_twice() {
    let lost = (503, String::new());
    let known = error(400, "AlreadyExistsException", "ChangeSet farol-x already exists");
    let review = "0 S REVIEW_IN_PROGRESS";
    let end = [review, "1 S CREATE_IN_PROGRESS", "2 S CREATE_COMPLETE"];
    let answers =
        [no_stack(), lost.clone(), known, ready(), events(&[review]), lost, done("ExecuteChangeSet")];
    let play = Play::of(&[&answers[..], &[events(&end), stack("CREATE_COMPLETE"), script()]].concat()).await;
    let deployment = play.site.prepare(&Wishes::default()).await.unwrap();
    play.site.deploy(deployment).await.unwrap();
    let asked = play.script.asked();
    let of = |operation: &str| asked.iter().filter(|request| request.contains(operation)).collect::<Vec<_>>();
    for operation in ["Action=CreateChangeSet", "Action=ExecuteChangeSet"] {
        let sent = of(operation);
        assert_eq!(sent.len(), 2, "{asked:?}");
        assert_eq!(sent[0], sent[1], "the same request, with the same name and token");
    }
    assert!(of("ClientToken=farol-").len() == 2 && of("ClientRequestToken=farol-").len() == 2);
}

#[tokio::test(start_paused = true)]
async fn what_goes_on_already_is_followed_first() {
    let answers = [
        stack("UPDATE_IN_PROGRESS"),
        events(&[
            "0 S CREATE_IN_PROGRESS",
            "1 S CREATE_COMPLETE",
            "2 S UPDATE_IN_PROGRESS",
            "3 Raw UPDATE_COMPLETE",
        ]),
        events(&["3 Raw UPDATE_COMPLETE", "4 S UPDATE_COMPLETE"]),
        stack("UPDATE_COMPLETE"),
        drafted(),
        change_set("FAILED", "UNAVAILABLE", "No updates are to be performed."),
        done("DeleteChangeSet"),
        script(),
    ];
    let play = Play::of(&answers).await;
    assert!(play.site.prepare(&Wishes::default()).await.unwrap().is_nothing());
    let told = play.said();
    assert!(told.starts_with("The stack is UPDATE_IN_PROGRESS: following what goes on first."), "{told}");
    assert_eq!(told.lines().count(), 4, "the operation's own events, each once: {told}");
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_lost_half_way_says_how_to_go_on() {
    let answers = [
        no_stack(),
        drafted(),
        ready(),
        events(&["0 S REVIEW_IN_PROGRESS"]),
        done("ExecuteChangeSet"),
        (503, String::new()),
    ];
    let play = Play::of(&answers).await;
    let deployment = play.site.prepare(&Wishes::default()).await.unwrap();
    let said = words(play.site.deploy(deployment).await);
    assert!(said.starts_with("no answer to cloudformation:DescribeStackEvents"), "{said}");
    assert!(said.ends_with("`farol pipeline status --name public-apis` looks again, and the same command again goes on from there."));
    assert_eq!(play.said().lines().count(), 5, "it looked again a few times: {}", play.said());
}

#[tokio::test(start_paused = true)]
async fn a_script_that_may_not_be_put_is_told_apart_from_the_stack() {
    let empty = change_set("FAILED", "UNAVAILABLE", "No updates are to be performed.");
    let missing = error(404, "NoSuchKey", "no");
    let answers = [stack("CREATE_COMPLETE"), drafted(), empty, done("DeleteChangeSet"), missing.clone()];
    let denied = error(403, "AccessDenied", "no");
    let play = Play::of(&[&answers[..], &[stack("CREATE_COMPLETE"), missing, denied]].concat()).await;
    let deployment = play.site.prepare(&Wishes::default()).await.unwrap();
    let want = "the stack is as it should be, but the job's script is not in its place: \
                not allowed: the identity needs s3:PutObject\nThe same command again puts it there.";
    assert_eq!(words(play.site.deploy(deployment).await), want);
}

#[tokio::test(start_paused = true)]
async fn a_dry_run_leaves_nothing_behind() {
    let answers = [
        no_stack(),
        drafted(),
        ready(),
        done("DeleteChangeSet"),
        stack("REVIEW_IN_PROGRESS"),
        done("DeleteStack"),
    ];
    let play = Play::of(&answers).await;
    let deployment = play.site.prepare(&Wishes::default()).await.unwrap();
    play.site.abandon(&deployment).await.unwrap();
    let asked = play.script.asked();
    assert!(asked[6].contains("Action=DeleteStack"), "{asked:?}");
    assert!(asked[6].contains(&STACK[STACK.len() - 1..]));
}

#[tokio::test(start_paused = true)]
async fn the_address_of_the_api_is_never_said() {
    let answers = [
        no_stack(),
        drafted(),
        change_set("FAILED", "UNAVAILABLE", "no"),
        done("DescribeEvents"),
        (403, String::new()),
    ];
    let play = Play::of(&answers).await;
    let wishes = Wishes { api_url: Some("https://u:hunter2@h/?key=hunter2".into()), ..Wishes::default() };
    let said = words(play.site.prepare(&wishes).await);
    assert!(!said.contains("hunter2") && !play.said().contains("hunter2"));
    assert!(said.contains("The change set arn:set is left behind, which does no harm"), "{said}");
}

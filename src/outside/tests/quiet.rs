//! What a console costs while nothing happens.

use super::*;

#[tokio::test(start_paused = true)]
async fn an_idle_pipeline_costs_at_most_sixty_requests_a_minute() {
    let mut voyage = Voyage::depart();
    let mut before = 0;
    for minute in 0..6 {
        voyage.sail(60).await;
        let spent = voyage.total() - before;
        before = voyage.total();
        assert!(spent <= 60, "minute {minute}: {spent} requests: {:?}", voyage.aws.ledger());
    }
}

#[tokio::test(start_paused = true)]
async fn an_idle_tail_is_silent_once_it_has_slowed_down() {
    let mut voyage = Voyage::depart();
    voyage.sail(60).await;
    voyage.sail(120).await;
    let words = |o: &Observation| matches!(o, Observation::Lines(_) | Observation::Tail { .. });
    assert_eq!(voyage.heard.iter().filter(|o| words(o)).count(), 0);
}

#[tokio::test(start_paused = true)]
async fn an_unchanged_answer_is_told_all_the_same_because_it_is_fresh() {
    let mut voyage = Voyage::depart();
    voyage.sail(60).await;
    let raw = voyage.heard.iter().filter(|o| matches!(o, Observation::Raw(_))).count();
    assert!((4..=5).contains(&raw), "{raw}");
}

#[tokio::test(start_paused = true)]
async fn a_step_at_work_has_every_group_asked_each_second_and_none_more_often() {
    let mut voyage = Voyage::moored();
    let now = voyage.aws.clock().now();
    for group in pipeline().groups() {
        voyage.aws.with(|account| account.put_log(&group, "s", now, "hello".into()));
    }
    voyage.outside.perform(Effect::Watch(Id(0), pipeline()));
    voyage.sail(5).await;
    voyage.act(start_job());
    let before = voyage.count("FilterLogEvents");
    voyage.sail(20).await;
    let spent = voyage.count("FilterLogEvents") - before;
    assert!(spent <= 4 * 20 + 5, "{spent}");
    assert!(spent >= 3 * 15, "{spent}");
}

#[tokio::test(start_paused = true)]
async fn another_pipeline_in_front_ends_the_reading_of_the_first() {
    let mut voyage = Voyage::depart();
    voyage.sail(5).await;
    voyage.outside.perform(Effect::Watch(Id(1), without_catalog()));
    let before = voyage.count("GetCrawler");
    voyage.sail(120).await;
    assert_eq!(voyage.count("GetCrawler"), before);
}

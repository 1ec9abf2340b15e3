use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::reference::{CRAWLER, FUNCTION, JOB};

fn begin() -> Time {
    Time::UNIX_EPOCH + TimeDelta::days(20_000)
}

/// Everything that is in the account and everything that is still to come.
fn whole(account: &Account) -> String {
    format!("{account:?}")
}

/// Something a user does, so many milliseconds after the last thing.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Invoke,
    Start,
    Stop,
    Crawl,
    StopCrawl,
    Look,
}

fn deeds() -> impl Strategy<Value = Vec<(i64, Deed)>> {
    use Deed::{Crawl, Invoke, Look, Start, Stop, StopCrawl};
    let deed = prop::sample::select(vec![Invoke, Start, Stop, Crawl, StopCrawl, Look]);
    prop::collection::vec((0i64..120_000, deed), 0..12)
}

fn carry_out(account: &mut Account, deed: Deed, now: Time) {
    match deed {
        Deed::Invoke => drop(account.invoke(FUNCTION, br#"{"bucket_name":"public-apis-raw"}"#, now)),
        Deed::Start => drop(account.start_run(JOB, BTreeMap::new(), now)),
        Deed::Stop => {
            let id = account.runs(JOB).unwrap().front().map(|run| run.id.clone()).unwrap_or_default();
            let _ = account.stop_run(JOB, &id, now);
        }
        Deed::Crawl => drop(account.start_crawler(CRAWLER, now)),
        Deed::StopCrawl => drop(account.stop_crawler(CRAWLER, now)),
        Deed::Look => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn stepping_in_one_go_or_in_many_gives_the_same_account(seed: u64, deeds in deeds(), step in 500i64..40_000) {
        let options = Options { seed, ..Options::default() };
        let mut coarse = Account::new(options.clone(), begin());
        let mut fine = Account::new(options, begin());
        let mut now = begin();
        for (after, deed) in deeds {
            let then = now + TimeDelta::milliseconds(after);
            while now < then {
                now = (now + TimeDelta::milliseconds(step)).min(then);
                fine.advance(now);
            }
            coarse.advance(then);
            carry_out(&mut coarse, deed, then);
            carry_out(&mut fine, deed, then);
        }
        prop_assert_eq!(whole(&coarse), whole(&fine));
    }
}

#[test]
fn equal_options_and_clocks_give_equal_accounts() {
    let account = |seed| Account::new(Options { seed, ..Options::default() }, begin());
    assert_eq!(whole(&account(7)), whole(&account(7)));
    assert_ne!(whole(&account(7)), whole(&account(8)));
}

#[test]
fn advancing_twice_to_the_same_moment_or_back_changes_nothing() {
    let mut account = Account::new(Options::default(), begin());
    account.advance(begin() + TimeDelta::hours(1));
    let before = whole(&account);
    account.advance(begin() + TimeDelta::hours(1));
    account.advance(begin());
    assert_eq!(whole(&account), before);
}

#[test]
fn what_a_user_does_leaves_the_rest_as_it_would_have_been() {
    let mut alone = Account::new(Options::default(), begin());
    let mut visited = alone.clone();
    visited.start_crawler(CRAWLER, begin()).unwrap();
    visited.stop_crawler(CRAWLER, begin()).unwrap();
    let later = begin() + TimeDelta::hours(2);
    alone.advance(later);
    visited.advance(later);
    assert_eq!(alone.jobs, visited.jobs);
    assert_eq!(alone.groups[INGEST_GROUP], visited.groups[INGEST_GROUP]);
    assert_eq!(alone.buckets, visited.buckets);
}

#[test]
fn a_quiet_account_has_the_resources_and_nothing_to_come() {
    let account = Account::quiet(Options::default(), begin());
    assert_eq!(account.next_due(), None);
    assert_eq!(account.buckets().count(), 2);
    assert!(account.buckets().all(|(_, bucket)| bucket.objects.is_empty()));
    assert_eq!(account.functions().count(), 1);
    assert_eq!(account.jobs().count(), 1);
    assert_eq!(account.crawlers().count(), 1);
    assert_eq!(account.databases().count(), 1);
    assert_eq!(account.log_groups().count(), 0);
    assert_eq!(account.id().len(), 12);
}

#[test]
fn a_long_life_does_not_grow_without_end() {
    let mut account = Account::new(Options::default(), begin());
    account.advance(begin() + TimeDelta::days(9));
    let events = |account: &Account| account.groups.values().map(|group| group.events.len()).sum::<usize>();
    let nine_days = events(&account);
    account.advance(begin() + TimeDelta::days(12));
    assert!(events(&account) < nine_days * 5 / 4);
}

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
struct Life {
    stream: u8,
    pause: i64,
    length: i64,
    ending: u8,
    is_retry: bool,
}

fn lives() -> impl Strategy<Value = Vec<Life>> {
    let life = (0..4_u8, 1..400_i64, 2..3_000_i64, 0..7_u8, any::<bool>()).prop_map(
        |(stream, pause, length, ending, is_retry)| Life { stream, pause, length, ending, is_retry },
    );
    prop::collection::vec(life, 0..12)
}

/// The lines of some invocations, and what has to be read from them, newest first.
fn lived(lives: &[Life]) -> (Vec<Event>, Vec<String>) {
    let (mut busy, mut log, mut want) = ([0_i64; 4], Vec::new(), Vec::new());
    for (n, life) in lives.iter().enumerate() {
        let stream = life.stream;
        let last = &mut busy[usize::from(stream)];
        let (start, end) = (*last + 101 + life.pause, *last + 101 + life.pause + life.length);
        *last = end;
        let id = if life.is_retry { format!("again{stream}") } else { format!("id{n}") };
        let (said, status, outcome) = match life.ending {
            0 => (String::new(), "", "Good".to_owned()),
            1 => (r#"returned {"statusCode": 503}"#.into(), "", "Returned(503)".into()),
            2 => (
                format!("[ERROR] KeyError: {n}\\nTraceback (most recent call last):"),
                "",
                format!("Raised(\"KeyError: {n}\")"),
            ),
            3 => (String::new(), "\\tStatus: timeout", "TimedOut".into()),
            4 => (
                format!("2024-04-14T01:28:52.171Z {id} Task timed out after 3.03 seconds"),
                "",
                "TimedOut".into(),
            ),
            5 => (
                String::new(),
                "\\tStatus: error\\tError Type: Runtime.ExitError",
                "Crashed(\"Runtime.ExitError\")".into(),
            ),
            _ => (r#"{"statusCode": 200}"#.into(), "", "Returned(200)".into()),
        };
        log.push(format!("{start} s{stream} START RequestId: {id} Version: $LATEST"));
        if !said.is_empty() {
            log.push(format!("{} s{stream} {said}", start + life.length / 2));
        }
        log.push(format!("{end} s{stream} END RequestId: {id}"));
        log.push(format!("{end} s{stream} REPORT RequestId: {id}\\tDuration: {} ms{status}", life.length));
        want.push((start, stream, format!("s{stream} {start} {id} {outcome} {} ms", life.length)));
    }
    want.sort();
    (log.iter().map(|line| event(line)).collect(), want.into_iter().rev().map(|(_, _, told)| told).collect())
}

proptest! {
    #[test]
    fn the_history_is_the_same_in_whatever_order_its_lines_come(
        (lives, order, cuts) in (lives(), any::<u64>(), prop::collection::vec(1..9_usize, 1..9))
    ) {
        let (events, want) = lived(&lives);
        let mut shuffled: Vec<Event> = events.iter().chain(&events).cloned().collect();
        fastrand::Rng::with_seed(order).shuffle(&mut shuffled);
        let mut history = History::default();
        let mut rest = shuffled.as_slice();
        for cut in cuts.into_iter().cycle() {
            let (batch, left) = rest.split_at(cut.min(rest.len()));
            history.hear_lines(batch);
            rest = left;
            if rest.is_empty() {
                break;
            }
        }
        prop_assert_eq!(told(&history), want);
    }
}

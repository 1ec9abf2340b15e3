use super::*;

fn quick(count: i64) -> Vec<Event> {
    let lines = |n: i64| {
        let (start, end) = (n * 10, n * 10 + 5);
        [
            format!("{start} s{} START RequestId: {n}", n % 7),
            format!("{end} s{} REPORT RequestId: {n}\\tDuration: 5 ms", n % 7),
        ]
    };
    (0..count).flat_map(lines).map(|line| event(&line)).collect()
}

#[test]
fn the_oldest_invocations_are_forgotten_and_the_history_says_so() {
    let many = i64::try_from(CAPACITY + SLACK).unwrap() + 1;
    let mut history = History::default();
    history.hear_past(at(0), Ok(quick(many)), at(-10), true);
    assert_eq!(history.invocations().len(), CAPACITY);
    assert_eq!(history.invocations.len(), CAPACITY);
    let oldest = history.invocations().last().unwrap().started;
    assert_eq!(history.since(), Some((oldest, false)));
    let before = told(&history);
    history.hear_lines(&quick(many));
    assert_eq!(told(&history), before);
}

#[test]
fn a_flood_of_lines_is_bounded() {
    let mut history = History::default();
    for batch in 0..5 {
        let lines =
            (0..LINES).map(|n| event(&format!("{batch} s{batch} START RequestId: {n}"))).collect::<Vec<_>>();
        history.hear_lines(&lines);
        assert!(history.lines <= LINES, "{}", history.lines);
        assert!(history.invocations.len() <= CAPACITY + SLACK, "{}", history.invocations.len());
    }
}

//! The name that somebody probably meant.

/// The candidate nearest to `name`, if one is near enough to be meant: a letter or two, more in long names.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase().replace('-', "_");
    let near = 1 + name.chars().count() / 4;
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= near)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, want: Option<&str>) {
        assert_eq!(nearest(name, ["bucket", "key", "log_lines", "read_only"]), want);
    }

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        check("buket", Some("bucket"));
        check("bukcet", Some("bucket"));
        check("Key", Some("key"));
        check("read-only", Some("read_only"));
        check("loglines", Some("log_lines"));
    }

    #[test]
    fn a_guess_that_is_far_off_is_not_made() {
        check("colour", None);
        check("", None);
    }
}

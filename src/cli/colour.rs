//! Whether there is colour.

use std::ffi::OsStr;

use crate::theme::Theme;

/// The configured theme, unless the environment wants no colour: `NO_COLOR` (<https://no-color.org>).
pub fn theme(configured: Theme) -> Theme {
    under(std::env::var_os("NO_COLOR").as_deref(), configured)
}

fn under(no_color: Option<&OsStr>, configured: Theme) -> Theme {
    if no_color.is_some_and(|value| !value.is_empty()) { Theme::Mono } else { configured }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_color_set_to_anything_takes_the_colour() {
        assert_eq!(under(Some(OsStr::new("1")), Theme::Ansi), Theme::Mono);
        assert_eq!(under(Some(OsStr::new("")), Theme::Ansi), Theme::Ansi);
        assert_eq!(under(None, Theme::Ansi), Theme::Ansi);
        assert_eq!(under(None, Theme::Mono), Theme::Mono);
    }
}

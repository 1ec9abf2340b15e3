//! The clipboard of the user's own terminal, which is reached through it (OSC 52): over SSH, tmux and screen too.
//!
//! It is only written, never read. A terminal does not answer, and one that is asked for too much stays silent or cuts,
//! so what is longer than terminals take is not sent at all.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The most bytes that terminals take: xterm's bound is 100,000 characters with everything around them.
const MOST: usize = 74_994;
/// The most that mosh passes on: it cuts at 16 KiB of base64, in silence.
const MOST_OF_MOSH: usize = 12_000;
/// The most that screen takes as one string.
const MOST_OF_SCREEN: usize = 250;

/// What lies between the console and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Way {
    wrapper: Wrapper,
    is_mosh: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Wrapper {
    #[default]
    Nothing,
    Tmux,
    Screen,
}

impl Way {
    /// What the environment tells.
    pub fn here() -> Self {
        let term = std::env::var("TERM").unwrap_or_default();
        Self { wrapper: Wrapper::of(std::env::var_os("TMUX").is_some(), &term), is_mosh: is_under_mosh() }
    }

    /// The sequence that copies `text`; `None`: it is too long, and has to go elsewhere.
    pub fn sequence(self, text: &str) -> Option<String> {
        let most = if self.is_mosh { MOST_OF_MOSH } else { MOST };
        (text.len() <= most).then(|| self.wrapper.wrap(&format!("\x1b]52;c;{}\x07", STANDARD.encode(text))))
    }
}

impl Wrapper {
    fn of(is_tmux: bool, term: &str) -> Self {
        match term {
            _ if is_tmux => Self::Tmux,
            term if term.starts_with("screen") => Self::Screen,
            _ => Self::Nothing,
        }
    }

    /// tmux takes the sequence for itself if `set-clipboard` is on, and passes it through if `allow-passthrough` is.
    fn wrap(self, sequence: &str) -> String {
        match self {
            Self::Nothing => sequence.to_owned(),
            Self::Tmux => format!("{sequence}\x1bPtmux;\x1b{sequence}\x1b\\"),
            Self::Screen => {
                let chunks = sequence.as_bytes().chunks(MOST_OF_SCREEN).map(String::from_utf8_lossy);
                chunks.flat_map(|chunk| ["\x1bP".into(), chunk, "\x1b\\".into()]).collect()
            }
        }
    }
}

/// Whether a mosh server is among the parents; known on Linux alone, for mosh leaves nothing in the environment.
fn is_under_mosh() -> bool {
    let mut process = std::process::id();
    while process > 1 {
        let Ok(stat) = std::fs::read_to_string(format!("/proc/{process}/stat")) else { return false };
        let Some((name, rest)) = stat.rsplit_once(')') else { return false };
        if name.ends_with("(mosh-server") {
            return true;
        }
        process = rest.split_whitespace().nth(1).and_then(|parent| parent.parse().ok()).unwrap_or(0);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_very_bytes_go_to_the_clipboard() {
        let want = "\x1b]52;c;YRtiCg==\x07";
        assert_eq!(Way::default().sequence("a\x1bb\n").unwrap(), want);
        let tmux = Way { wrapper: Wrapper::of(true, "screen-256color"), is_mosh: false };
        assert_eq!(tmux.sequence("a\x1bb\n").unwrap(), format!("{want}\x1bPtmux;\x1b{want}\x1b\\"));
    }

    #[test]
    fn screen_gets_it_in_pieces_that_it_takes() {
        let screen = Way { wrapper: Wrapper::of(false, "screen.xterm"), is_mosh: false };
        let sequence = screen.sequence(&"x".repeat(1000)).unwrap();
        let pieces: Vec<&str> = sequence.split("\x1b\\").collect();
        assert!(pieces.iter().all(|piece| piece.len() <= MOST_OF_SCREEN + 2));
        assert_eq!(pieces.concat().replace("\x1bP", ""), Way::default().sequence(&"x".repeat(1000)).unwrap());
    }

    #[test]
    fn what_a_terminal_would_cut_is_not_sent() {
        let check = |is_mosh, length: usize, is_sent: bool| {
            let way = Way { is_mosh, ..Way::default() };
            assert_eq!(way.sequence(&"x".repeat(length)).is_some(), is_sent, "{length}");
        };
        check(false, MOST, true);
        check(false, MOST + 1, false);
        check(true, MOST_OF_MOSH, true);
        check(true, MOST_OF_MOSH + 1, false);
        let longest = Way::default().sequence(&"x".repeat(MOST)).unwrap();
        assert!(longest.len() <= 100_000);
    }
}

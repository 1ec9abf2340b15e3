//! Every size that a terminal can say it has.

use crate::stage::Stage;

/// Keys to what can be in front: the panes, and everything that lies on top of them.
pub const FACES: [&str; 11] = ["", "2", "3", "4", "5", "z", "?", ":pi", "/ab", "i", "p"];

/// Those around which something changes.
const WIDTHS: [u16; 12] = [0, 1, 2, 3, 5, 8, 13, 30, 39, 40, 41, 47];

#[test]
fn no_size_is_too_small_too_large_or_too_sudden() {
    for keys in FACES {
        let mut stage = Stage::new(120, 40);
        stage.press(keys);
        for width in WIDTHS {
            for height in 0..14 {
                stage.resize(width, height);
                stage.text();
                // Whatever is pressed where nothing can be seen starts nothing.
                if width < 40 || height < 10 {
                    assert_eq!(stage.press("y<enter>"), vec![], "{keys} at {width}x{height}");
                }
            }
        }
        for (width, height) in [(1, 300), (500, 1), (500, 200), (0, 0), (41, 10), (120, 40)] {
            stage.resize(width, height);
            stage.text();
        }
    }
}

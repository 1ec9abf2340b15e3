//! What surrounds the panes: header, strip, the sentence about what is broken, tabs and footer.

pub mod arrange;
pub mod footer;
pub mod header;
pub mod strip;

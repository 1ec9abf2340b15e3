//! Drawing that knows nothing of AWS.

pub mod cells;
pub mod log_line;
pub mod panel;
pub mod row;
pub mod rows;
pub mod tree;

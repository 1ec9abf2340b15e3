//! The pane of logs.

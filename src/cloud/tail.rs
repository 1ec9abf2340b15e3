//! The tail of the pipeline's log groups, by polling.

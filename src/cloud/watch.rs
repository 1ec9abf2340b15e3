//! All that is read of a pipeline while it is watched.

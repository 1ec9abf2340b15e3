//! The function's past day, put together from its log.

//! Journeys: press keys, hear observations, look at the screen.

mod actions;
mod invocations;
mod logs;
mod runs;
mod screen;

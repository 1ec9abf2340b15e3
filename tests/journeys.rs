//! Journeys: press keys, hear observations, look at the screen.

mod actions;
mod runs;
mod screen;

//! Journeys: press keys, hear observations, look at the screen.

mod catalog;
mod objects;
mod runs;

//! Journeys: press keys, hear observations, look at the screen.

mod objects;
mod runs;

//! Journeys: press keys, hear observations, look at the screen.

mod account;
mod actions;
mod alarms;
mod arming;
mod backfill;
mod buckets;
mod catalog;
mod confirm;
mod invocations;
mod jobs;
mod jumps;
mod lines;
mod logs;
mod manner;
mod objects;
mod partitions;
mod preview;
mod rehearsal;
mod runs;
mod scanning;
mod screen;
mod tail;
mod wall;

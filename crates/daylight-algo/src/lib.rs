//! Numeric kernels of Daylight, without words of the field.
//!
//! Everything here works on dense integers: *actors* do something on *objects* at a *time*. What an actor
//! or an object is, only the callers know. The one decision behind the layout is that the data are grouped
//! by object once ([`Grouped`]) and swept in order of time as often as needed: a sweep costs a few
//! nanoseconds an item and no memory, so that counting, filtering, surrogates and tests can each afford
//! their own instead of keeping pairs in hash maps, where each probe misses the cache.

pub mod fdr;
pub mod graph;
pub mod grouped;
pub mod jitter;
pub mod moments;
pub mod near;
pub mod postings;
pub mod stats;
pub mod sweep;
pub mod tails;

pub use grouped::Grouped;
pub use jitter::Jitter;
pub use moments::{MomentSpan, find_moments};
pub use near::{Link, NearSettings, Star, TokenSets, jaccard, near_links, stars};
pub use postings::Postings;
pub use sweep::{PairRecord, SweepOptions};

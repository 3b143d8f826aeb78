//! Detectors: what departs from a stated null, with the rows behind it.
//!
//! A detector measures behaviour. It says `coaction`, never who is behind it or whether it is wrong.

pub mod coaction;
pub mod derived;
pub mod error;
pub mod framing;
pub mod habits;
pub mod preset;
pub mod rivals;
pub mod scenario;
pub mod score;
pub mod stability;
pub mod text;

pub use coaction::{Coaction, analyze};
pub use error::DetectError;

use daylight_core::Detector;

/// All detectors.
pub static DETECTORS: &[&dyn Detector<Error = DetectError>] = &[&Coaction];

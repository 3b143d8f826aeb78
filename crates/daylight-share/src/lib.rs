//! Share: writes a result as files that an analyst can check, and reads it back.
//!
//! Everything starts from a [`Package`](daylight_core::Package), which already stands under the names
//! that may be shown; exporters cannot leak what they never see. [`OutputDir`] makes a result appear
//! whole or not at all.

pub mod acts;
pub mod casework;
mod error;
mod findings;
pub mod format;
mod gexf;
mod graphml;
mod load;
mod manifest;
mod meetings;
mod names;
mod near;
mod network;
mod output;
mod package;
mod palette;
pub mod proof;
mod report;
mod result;
mod tables;
pub mod text;
mod view;

pub use error::ShareError;
pub use findings::{Findings, findings};
pub use gexf::Gexf;
pub use graphml::GraphMl;
pub use load::{Part, load, load_part, read_manifest};
pub use names::Names;
pub use output::{MANIFEST, OutputDir, can_hold};
pub use package::{Identity, ObjectNames, Packaged, package};
pub use report::{LIMITS, Report};
pub use result::{Damage, IDENTITIES, Pending, rewrite, verify, write, write_into};
pub use tables::{EdgeTable, Tables};
pub use view::{groups, n_lead, unexplained, warnings};

use daylight_core::Exporter;

/// All exporters. A new one is a file, its card, and a line here.
pub static EXPORTERS: &[&dyn Exporter] = &[&Tables, &GraphMl, &Gexf, &Findings, &Report];

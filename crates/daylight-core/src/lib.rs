//! The nouns of Daylight and the traits of its extension points.
//!
//! This crate reads nothing, writes nothing and starts nothing: every other crate speaks through the
//! types here. Ids are dense `u32` inside ([`IdTable`] holds the strings), times are `i64` microseconds
//! UTC, missing is `Option`. None of these types is serialized as it stands; the shapes that leave the
//! program are in [`wire`].

pub mod analysis;
pub mod context;
pub mod dataset;
pub mod detector;
pub mod diff;
pub mod exporter;
pub mod families;
pub mod ids;
pub mod kind;
pub mod problem;
pub mod record;
pub mod settings;
pub mod traits;
pub mod wire;

pub use analysis::{
    AccountSummary, Analysis, Answer, Calibration, Chance, ClockReport, CoactionEdge, CrowdAnswer, EdgeLayer,
    EvidenceRow, Group, GroupCheck, GroupLabel, Hint, HintKind, LayerSummary, Moment, Standing, TopObject,
};
pub use context::{Context, Progress, SilentProgress};
pub use dataset::{Columns, Dataset, Intake, Layer, PostTable, SourceFile};
pub use detector::Detector;
pub use exporter::{ExportError, Exporter, Fill, Output, Package, RunInfo, Timeline, Totals};
pub use families::{FamilySetAside, TextChange, TextFamilies, TextFamily, Wording};
pub use ids::IdTable;
pub use kind::ObjectKind;
pub use problem::{Problem, ProblemLog};
pub use settings::CoactionSettings;
pub use traits::{Importer, SniffMatch};

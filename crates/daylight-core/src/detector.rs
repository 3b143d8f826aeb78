//! The extension point of the DETECT stage.

use crate::{Analysis, CoactionSettings, Context, Dataset};

/// A detector: one file, one card beside it, one line in the static table.
pub trait Detector: Sync {
    /// Why a detector can fail.
    type Error: std::error::Error;

    /// Short name, as in `daylight list`.
    fn name(&self) -> &'static str;

    /// The card: what it looks for, when it misleads, null model, parameters, references.
    fn card(&self) -> &'static str;

    /// Runs it. Missing columns are no error: [`Analysis::not_applicable`] says why.
    fn detect(
        &self,
        dataset: &Dataset,
        settings: &CoactionSettings,
        context: &Context,
    ) -> Result<Analysis, Self::Error>;
}

//! What can go wrong in detection.

/// Errors of this crate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DetectError {
    /// A parameter is out of its range.
    #[error("{name} is {value}, but {rule}")]
    Setting {
        /// Option name.
        name: &'static str,
        /// Value given.
        value: String,
        /// What is allowed.
        rule: &'static str,
    },
    /// No scenario of this name.
    #[error("there is no scenario named `{0}`; `daylight list scenarios` shows them")]
    UnknownScenario(String),
    /// Graph kernel refused its input.
    #[error("the network could not be built")]
    Graph(#[from] daylight_algo::graph::GraphError),
}

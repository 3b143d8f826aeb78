//! What the groups led with rest on: the same analysis without one layer, without one file, at other settings.

/// What was changed for a rerun.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Without this layer.
    WithoutLayer(String),
    /// Without the posts of this file.
    WithoutFile(String),
    /// With this window, in seconds; the half-width of the jitter stays.
    Window(f64),
    /// With this half-width of the jitter, in seconds; the window stays.
    HalfWidth(f64),
}

impl Change {
    /// Name of the kind of change, used in files.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::WithoutLayer(_) => "without_layer",
            Self::WithoutFile(_) => "without_file",
            Self::Window(_) => "window_secs",
            Self::HalfWidth(_) => "half_width_secs",
        }
    }

    /// What it was changed to, used in files.
    pub fn value(&self) -> String {
        match self {
            Self::WithoutLayer(name) | Self::WithoutFile(name) => name.clone(),
            Self::Window(secs) | Self::HalfWidth(secs) => secs.to_string(),
        }
    }

    /// From the names in files.
    pub fn of(kind: &str, value: &str) -> Option<Self> {
        Some(match kind {
            "without_layer" => Self::WithoutLayer(value.to_owned()),
            "without_file" => Self::WithoutFile(value.to_owned()),
            "window_secs" => Self::Window(value.parse().ok()?),
            "half_width_secs" => Self::HalfWidth(value.parse().ok()?),
            _ => return None,
        })
    }
}

/// What is left of one group in a rerun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Number of the group.
    pub group: u32,
    /// Its members.
    pub members: u32,
    /// Members that stand together in one group led with in the rerun: the most of any such group.
    pub kept: u32,
}

impl Left {
    /// Whether the group is gone: fewer than half of its members, or fewer than three, stand together.
    pub fn is_gone(&self) -> bool {
        self.kept < 3 || self.kept * 2 < self.members
    }
}

/// One rerun.
#[derive(Debug, Clone, PartialEq)]
pub struct Rerun {
    /// What was changed.
    pub change: Change,
    /// What is left of each group led with, in order of id.
    pub groups: Vec<Left>,
}

/// All reruns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stability {
    /// The reruns that were made.
    pub reruns: Vec<Rerun>,
    /// Why some, or all, were not made.
    pub notes: Vec<String>,
}

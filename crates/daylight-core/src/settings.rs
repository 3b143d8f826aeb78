//! Parameters of the co-action analysis. Every one is printed with the result.

use crate::ObjectKind;

/// Settings of a calibrated run; the defaults are those of the method card, `coaction.md` in daylight-detect.
#[derive(Debug, Clone, PartialEq)]
pub struct CoactionSettings {
    /// Windows in seconds; a co-action is |dt| <= window, inclusive. Edges are listed for the largest.
    pub time_windows_secs: Vec<f64>,
    /// Half-width D of the interval jitter over the window (D / w).
    pub jitter_ratio: f64,
    /// Nominal false-discovery rate.
    pub q: f64,
    /// Distinct objects an edge needs before it is shown.
    pub min_objects: u32,
    /// Distinct UTC days an edge needs before it is shown.
    pub min_days: u32,
    /// Accounts with fewer actions in the whole input are left out.
    pub min_participation: u32,
    /// Accounts on one object inside one window above which the moment is viral.
    pub viral_limit: u32,
    /// Jittered copies of the data for the empirical false-discovery rate.
    pub surrogates: u32,
    /// Surrogates of the group check.
    pub group_surrogates: u32,
    /// Outsiders below which there is no independent crowd.
    pub min_outsiders: u32,
    /// Seeds of the Leiden consensus.
    pub leiden_seeds: u32,
    /// Resolution of the modularity.
    pub resolution: f64,
    /// Seed of everything random.
    pub seed: u64,
    /// Distinct objects from which a pair is listed at all (1 lists every pair that met once).
    pub list_from: u32,
    /// Accounts from which a group is listed.
    pub min_group: u32,
    /// Layers to use; all when empty.
    pub layers: Vec<ObjectKind>,
}

impl Default for CoactionSettings {
    fn default() -> Self {
        Self {
            time_windows_secs: vec![60.0],
            jitter_ratio: 30.0,
            q: 0.01,
            min_objects: 3,
            min_days: 2,
            min_participation: 1,
            viral_limit: 2000,
            surrogates: 20,
            group_surrogates: 999,
            min_outsiders: 5,
            leiden_seeds: 20,
            resolution: 1.0,
            seed: 1,
            list_from: 1,
            min_group: 3,
            layers: Vec::new(),
        }
    }
}

impl CoactionSettings {
    /// The window that edges are listed for (the largest), in microseconds.
    pub fn window_us(&self) -> i64 {
        secs_to_us(self.time_windows_secs.iter().copied().fold(0.0, f64::max))
    }
}

/// Seconds to whole microseconds, saturating.
pub fn secs_to_us(secs: f64) -> i64 {
    (secs * 1e6).round() as i64
}

//! Results: what was found, and how sure the numbers are.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Count;

/// A result in the case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Run {
    /// Id.
    pub id: String,
    /// When it was written.
    pub written_us: Option<i64>,
    /// Version of the program.
    pub version: String,
    /// The command, as it can be given again.
    pub command: String,
    /// Seed.
    pub seed: u64,
    /// Windows in seconds.
    pub time_windows_secs: Vec<f64>,
    /// Nominal false-discovery rate.
    pub q: f64,
    /// Posts that were analysed.
    pub n_posts: u64,
    /// Whether the case holds other posts now than it did then.
    pub is_stale: bool,
}

/// All results, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Runs {
    /// The results.
    pub items: Vec<Run>,
}

/// How to analyse; what is absent has the value of the command line.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RunOrder {
    /// Windows in seconds; several are combined.
    #[serde(default)]
    pub time_windows_secs: Vec<f64>,
    /// Half-width D of the interval jitter, in windows.
    #[serde(default)]
    pub jitter_ratio: Option<f64>,
    /// Nominal false-discovery rate.
    #[serde(default)]
    pub q: Option<f64>,
    /// Distinct objects an edge needs before it is shown.
    #[serde(default)]
    pub min_objects: Option<u32>,
    /// Distinct days an edge needs before it is shown.
    #[serde(default)]
    pub min_days: Option<u32>,
    /// Leave out accounts with fewer posts.
    #[serde(default)]
    pub min_participation: Option<u32>,
    /// Kinds of objects, such as `url`; all when empty.
    #[serde(default)]
    pub layers: Vec<String>,
    /// Seed of everything random.
    #[serde(default)]
    pub seed: Option<u64>,
}

/// Which result.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RunQuery {
    /// Id of a result; the newest unless told.
    pub run: Option<String>,
}

/// One result at a glance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Overview {
    /// The result; absent when the case has none.
    pub run: Option<Run>,
    /// Totals of the data.
    pub totals: Option<Totals>,
    /// Why nothing could be tested, when so.
    pub not_applicable: Option<String>,
    /// Plain sentences on the run as a whole.
    pub notes: Vec<String>,
    /// Error rates, nominal beside empirical.
    pub calibration: Option<Calibration>,
    /// How fine the times are.
    pub clock: Option<Clock>,
    /// Kinds of objects.
    pub layers: Vec<Layer>,
    /// Number of edges of each standing.
    pub standings: Vec<Standing>,
    /// Groups, the most surprising first.
    pub findings: Vec<Finding>,
    /// Edges to lead with that belong to no group.
    pub n_lead_edges_alone: u64,
    /// Moments in which so many accounts acted on one object that pairs say nothing.
    pub n_moments: u64,
    /// What this result cannot tell, in plain sentences.
    pub not_covered: Vec<String>,
    /// Results with other windows, D or seeds beside this one: which of its groups they find too.
    pub sensitivity: Vec<Sensitivity>,
}

/// Totals of the data that was analysed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Totals {
    /// Posts.
    pub n_posts: u64,
    /// Accounts.
    pub n_accounts: u64,
    /// Posts without a time; they never pair.
    pub n_posts_without_time: u64,
    /// First post.
    pub first_us: Option<i64>,
    /// Last post.
    pub last_us: Option<i64>,
    /// Pairs of accounts with at least one co-action.
    pub n_edges: u64,
    /// Families of texts.
    pub n_families: u64,
}

/// Error rates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Calibration {
    /// Nominal false-discovery rate.
    pub q: f64,
    /// Pairs tested.
    pub n_tested: u64,
    /// All possible pairs.
    pub n_all_pairs: u64,
    /// Largest p that passed.
    pub p_cut: f64,
    /// Edges past the cut.
    pub n_validated: u64,
    /// Edges that also pass with all possible pairs.
    pub n_validated_strict: u64,
    /// Edges past the same cut in each jittered copy of the data.
    pub surrogate_counts: Vec<u64>,
    /// Their mean over `n_validated`: the empirical false share.
    pub empirical_fdr: Option<f64>,
}

/// How fine the clock of the data is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Clock {
    /// Resolution in seconds.
    pub resolution_secs: f64,
    /// Accounts whose times sit on a grid.
    pub n_scheduled: u64,
    /// Plain sentences.
    pub notes: Vec<String>,
}

/// Totals of one kind of object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Layer {
    /// Kind.
    pub kind: String,
    /// Actions with a time.
    pub n_actions: u64,
    /// Distinct objects.
    pub n_objects: u64,
    /// Distinct accounts.
    pub n_accounts: u64,
    /// Pairs with a co-action.
    pub n_edges: u64,
    /// Pairs tested.
    pub n_tested: u64,
}

/// Number of edges of one standing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Standing {
    /// Name.
    pub standing: String,
    /// Edges.
    pub n: u64,
    /// What it means.
    pub meaning: String,
    /// Whether the report leads with such edges.
    pub leads: bool,
}

/// A group of accounts that acted together more than chance explains. Never a verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Finding {
    /// Place in the ranking, from 1.
    pub rank: u32,
    /// Number of the group.
    pub group: u32,
    /// What it is called.
    pub label: String,
    /// One plain sentence with the numbers.
    pub sentence: String,
    /// Members.
    pub n_members: u32,
    /// Edges to lead with inside.
    pub n_edges: u32,
    /// Those over the possible ones.
    pub density: f64,
    /// Objects with a co-action, summed over edges.
    pub observed: u64,
    /// Expected from their own rhythm.
    pub expected: f64,
    /// Expected from the crowd on the same objects; absent when there is no crowd.
    pub expected_crowd: Option<f64>,
    /// Combined p.
    pub p: f64,
    /// Adjusted over groups.
    pub q: f64,
    /// Check of the whole group against the crowd on its objects.
    pub check: GroupCheck,
    /// Empirical false share of the edges of the run.
    pub empirical_fdr: Option<f64>,
    /// Edges in each kind of object.
    pub layers: Vec<Count>,
    /// Members on each platform.
    pub platforms: Vec<Count>,
    /// Posts in each language.
    pub languages: Vec<Count>,
    /// Member actions in each hour of the day, UTC.
    pub hours_utc: Vec<u32>,
    /// First action of a co-action.
    pub first_us: i64,
    /// Last action of a co-action.
    pub last_us: i64,
    /// Share of the members' actions that are co-actions inside the group.
    pub coaction_share: f64,
    /// Share of all actions on the group's objects that are by members.
    pub reach_share: f64,
    /// What most members did together.
    pub top_objects: Vec<TopObject>,
    /// Innocent explanations, measured; those that fit first.
    pub hints: Vec<Hint>,
}

/// Check of a whole group against the crowd on its objects.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GroupCheck {
    /// Co-acting member pairs.
    pub observed: f64,
    /// Mean over the surrogates.
    pub expected: f64,
    /// Smoothed p.
    pub p: f64,
    /// Adjusted over groups.
    pub q: f64,
    /// Surrogates made; 0 means that there was no crowd and `p` says nothing.
    pub n_surrogates: u32,
}

/// An object that many members acted on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TopObject {
    /// Kind.
    pub layer: String,
    /// Object.
    pub object: String,
    /// Members with a co-action on it.
    pub n_members: u32,
    /// Accounts of the whole data on it.
    pub n_accounts: u32,
}

/// An innocent explanation, measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Hint {
    /// What was measured.
    pub kind: String,
    /// The value; absent when it could not be measured.
    pub value: Option<f64>,
    /// The value from which the explanation fits.
    pub threshold: Option<f64>,
    /// Whether it fits.
    pub fits: bool,
    /// A plain sentence with the numbers.
    pub sentence: String,
}

/// Another result beside this one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Sensitivity {
    /// Id of the other result.
    pub run: String,
    /// Its windows in seconds.
    pub time_windows_secs: Vec<f64>,
    /// Its half-width D of the jitter, in windows.
    pub jitter_ratio: f64,
    /// Its seed.
    pub seed: u64,
    /// Edges past its cut.
    pub n_validated: u64,
    /// For each finding of this result, in order: the share of its members that one group of the other holds.
    pub found: Vec<f64>,
}

/// A group with its members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Group {
    /// The finding.
    pub finding: Finding,
    /// Members, most edges first.
    pub members: Vec<Member>,
    /// Strongest edges.
    pub edges: Vec<super::NetworkEdge>,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Member {
    /// Account, as the result shows it.
    pub account: String,
    /// Share of the runs of the consensus in which it stays with the group.
    pub stability: f64,
    /// Platform.
    pub platform: Option<String>,
    /// Actions.
    pub n_actions: u32,
    /// Edges to lead with or explained.
    pub n_lead_edges: u32,
    /// Share of its co-actions in which it comes first, for members that come first.
    pub share_first: Option<f64>,
    /// Step in seconds when its times sit on a schedule.
    pub schedule_secs: Option<u32>,
}

/// Which families.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FamilyQuery {
    /// Words that the text holds.
    pub q: Option<String>,
    /// How many to pass over.
    pub offset: Option<usize>,
    /// How many to give, 50 unless told, at most 500.
    pub limit: Option<usize>,
}

/// Families of texts, most accounts first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Families {
    /// Families in all that fit.
    pub total: u64,
    /// Smallest similarity to the most frequent wording.
    pub threshold: Option<f64>,
    /// Families of this page.
    pub items: Vec<Family>,
}

/// Posts that say nearly the same in nearly the same words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Family {
    /// Number.
    pub id: u32,
    /// Posts.
    pub n_posts: u32,
    /// Accounts.
    pub n_accounts: u32,
    /// Different wordings.
    pub n_wordings: u32,
    /// Wordings that are copies of the most frequent one.
    pub n_copies: u32,
    /// Wordings that reword it.
    pub n_rewordings: u32,
    /// Largest distance of two wordings.
    pub diameter: f64,
    /// Account of the earliest post.
    pub first_account: Option<String>,
    /// Earliest post.
    pub first_us: Option<i64>,
    /// Latest post.
    pub last_us: Option<i64>,
    /// Accounts on each platform.
    pub platforms: Vec<Count>,
    /// Posts in each language.
    pub languages: Vec<Count>,
    /// Why it is not tested, when so.
    pub set_aside: Option<String>,
    /// The most frequent wording.
    pub text: String,
    /// The wording farthest from it.
    pub farthest: Option<Wording>,
}

/// A wording beside the most frequent one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Wording {
    /// Similarity, from 0 to 1.
    pub similarity: f64,
    /// `copy` or `rewording`.
    pub change: String,
    /// Both, cut into stretches that are equal or changed.
    pub diff: Vec<Stretch>,
}

/// A stretch of two texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Stretch {
    /// Whether it is equal in both.
    pub same: bool,
    /// In the first text.
    pub a: String,
    /// In the second.
    pub b: String,
}

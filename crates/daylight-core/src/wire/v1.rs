//! Version 1 of `findings.json` and `manifest.json`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `findings.json`: what was found, with observed, expected, p and q wherever something is claimed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Findings {
    /// Always `"1"`.
    pub schema_version: String,
    /// Totals of the data that was analysed.
    pub run: RunSummary,
    /// Why nothing could be tested, when so.
    pub not_applicable: Option<String>,
    /// Plain sentences on the run as a whole.
    pub notes: Vec<String>,
    /// What makes the whole result doubtful, such as many rejected records; empty when nothing does.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// Of the pairs led with, how many are expected by chance; absent without jittered copies.
    #[serde(default)]
    pub chance: Option<Chance>,
    /// Parameters.
    pub settings: Settings,
    /// Error rates, nominal beside empirical.
    pub calibration: Calibration,
    /// How fine the times are.
    pub clock: Clock,
    /// Layers, one for each kind of object.
    pub layers: Vec<Layer>,
    /// Groups, in order of id.
    pub groups: Vec<Group>,
    /// Number of edges of each standing.
    pub standings: Vec<StandingCount>,
    /// Edges that the report leads with, smallest own p first.
    pub lead_edges: Vec<Edge>,
    /// Where nothing leads, the pairs that came closest and why they do not.
    #[serde(default)]
    pub closest: Vec<NearMiss>,
    /// Lead edges beyond the limit of this file; all stand in `edges.parquet`.
    pub lead_edges_left_out: u64,
    /// Moments in which more accounts than the viral limit acted on one object.
    pub moments: Vec<Moment>,
    /// What the groups led with rest on.
    #[serde(default)]
    pub stability: Stability,
    /// All posts over time, for the report's timeline.
    pub timeline: Timeline,
    /// Totals of the texts that were compared, where they were; the families stand in `families.parquet`.
    #[serde(default)]
    pub text_families: Option<TextFamilies>,
}

/// What the groups led with rest on: the analysis without one layer or file, and at other settings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stability {
    /// The reruns that were made.
    pub reruns: Vec<Rerun>,
    /// Why some, or all, were not made.
    pub notes: Vec<String>,
}

/// One rerun of the analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rerun {
    /// `without_layer`, `without_file`, `window_secs` or `half_width_secs`.
    pub change: String,
    /// The layer or file, or the seconds.
    pub value: String,
    /// What is left of each group led with.
    pub groups: Vec<Left>,
}

/// What is left of a group in a rerun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Left {
    /// Number of the group.
    pub group: u32,
    /// Its members.
    pub members: u32,
    /// Members that stand together in one group led with.
    pub kept: u32,
    /// Fewer than half of them, or fewer than three.
    pub gone: bool,
}

/// Totals of the texts that were compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TextFamilies {
    /// Families of at least two accounts.
    pub n_families: u64,
    /// Posts with a text.
    pub n_texts: u64,
    /// Texts too short to compare.
    pub n_short: u64,
    /// Texts of reposts, which are left out.
    pub n_reposts: u64,
    /// Different texts among the rest, after normalization.
    pub n_wordings: u64,
    /// Smallest similarity to the most frequent wording of a family.
    pub threshold: f64,
}

/// Totals of the data that was analysed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RunSummary {
    /// Version of the program.
    pub program_version: String,
    /// The command, as it can be given again.
    pub command: String,
    /// Whether accounts and contents are shown under pseudonyms.
    pub pseudonyms: bool,
    /// Posts kept.
    pub n_posts: u64,
    /// Accounts in the data.
    pub n_accounts: u64,
    /// Distinct contents in the data.
    pub n_contents: u64,
    /// Posts without a time; they never pair.
    pub n_posts_without_time: u64,
    /// First post.
    pub first_time: Option<String>,
    /// Last post.
    pub last_time: Option<String>,
    /// Pairs of accounts with at least one co-action.
    pub n_edges: u64,
    /// Rows in `evidence.parquet`.
    pub n_evidence_rows: u64,
}

/// Parameters of the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Settings {
    /// Windows in seconds.
    pub time_windows_secs: Vec<f64>,
    /// Half-width of the jitter over the window.
    pub jitter_ratio: f64,
    /// Nominal false-discovery rate.
    pub q: f64,
    /// Distinct objects an edge needs.
    pub min_objects: u32,
    /// Distinct days an edge needs.
    pub min_days: u32,
    /// Actions an account needs.
    pub min_participation: u32,
    /// Accounts above which a moment is viral.
    pub viral_limit: u32,
    /// Jittered copies.
    pub surrogates: u32,
    /// Surrogates of the group check.
    pub group_surrogates: u32,
    /// Distinct objects from which a pair is listed.
    pub list_from: u32,
    /// Accounts from which a group is listed.
    pub min_group: u32,
    /// Outsiders below which there is no independent crowd.
    pub min_outsiders: u32,
    /// Seeds of the consensus.
    pub leiden_seeds: u32,
    /// Resolution of the modularity.
    pub resolution: f64,
    /// Seed of everything random.
    pub seed: u64,
    /// Layers asked for; all when empty.
    pub layers: Vec<String>,
}

/// An observed count beside what a stated null expects.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// Distinct objects with a co-action.
    pub observed: u32,
    /// Expected under the null.
    pub expected: f64,
    /// Probability under the null of at least `observed`.
    pub p: f64,
    /// Benjamini-Hochberg adjusted p.
    pub q: f64,
}

/// Error rates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Calibration {
    /// Nominal rate.
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
    /// Edges past the same cut in each jittered copy.
    pub surrogate_counts: Vec<u64>,
    /// Their mean over `n_validated`.
    pub empirical_fdr: Option<f64>,
    /// Of those, pairs that also meet closely enough to be led with.
    #[serde(default)]
    pub surrogate_leads: Vec<u64>,
}

/// How many of the pairs that the report leads with would be there by chance: if all accounts had only kept their
/// habits. Measured on jittered copies of the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Chance {
    /// Pairs that the report leads with.
    pub n_lead_edges: u64,
    /// Of them expected by chance: the mean over the copies.
    pub expected: f64,
    /// The fewest in a copy.
    pub lowest: u64,
    /// The most in a copy.
    pub highest: u64,
    /// Copies.
    pub n_copies: u64,
    /// `expected` over `n_lead_edges`.
    pub share: Option<f64>,
}

/// How fine the clock of the data is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Clock {
    /// Resolution in seconds.
    pub resolution_secs: f64,
    /// Accounts on a grid.
    pub scheduled: Vec<Scheduled>,
    /// Plain sentences.
    pub notes: Vec<String>,
}

/// An account whose times sit on a grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Scheduled {
    /// Account.
    pub account: String,
    /// Grid step in seconds.
    pub step_secs: u32,
}

/// Totals of one layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Layer {
    /// Kind of object.
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
    /// Viral moments.
    pub n_moments: u64,
}

/// A group of accounts held together by validated edges.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    /// Number from 1.
    pub id: u32,
    /// What it is called; never a verdict.
    pub label: String,
    /// Members.
    pub members: Vec<Member>,
    /// Lead edges inside.
    pub n_edges: u32,
    /// Those over the possible ones.
    pub density: f64,
    /// Objects with a co-action, summed over edges.
    pub observed: u64,
    /// Expected under the own-rhythm null.
    pub expected: f64,
    /// Expected under the crowd null.
    pub expected_crowd: Option<f64>,
    /// Combined p.
    pub p: f64,
    /// Adjusted over groups.
    pub q: f64,
    /// Check against the crowd.
    pub check: Check,
    /// Edges in each layer.
    pub layers: Vec<Count>,
    /// Members on each platform.
    pub platforms: Vec<Count>,
    /// Posts in each language.
    pub languages: Vec<Count>,
    /// Member actions in each hour of the day, UTC.
    pub hours_utc: [u32; 24],
    /// First action of a co-action.
    pub first_time: String,
    /// Last action of a co-action.
    pub last_time: String,
    /// Members that come first.
    pub leaders: Vec<Leader>,
    /// Objects that most members co-acted on.
    pub top_objects: Vec<TopObject>,
    /// Share of the members' actions that are co-actions inside the group.
    pub coaction_share: f64,
    /// Share of all actions on the group's objects that are by members.
    pub reach_share: f64,
    /// Innocent explanations, measured.
    pub hints: Vec<Hint>,
    /// Strongest edges.
    pub strongest: Vec<Pair>,
    /// Accounts that meet the group but are not counted as members.
    #[serde(default)]
    pub apart: Vec<Apart>,
}

/// An account that meets a group without being counted as its member.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Apart {
    /// Account.
    pub account: String,
    /// `copied_by`: it comes first and never reacts. `follows`: it comes last. `one_file`: its part stands in one
    /// file alone.
    pub why: String,
    /// Objects on which it was first (or last), or posts in the one file.
    pub n: u32,
    /// Objects on which it met the group, or posts in the other files.
    pub of: u32,
    /// Number of the one file among the inputs, from 0.
    #[serde(default)]
    pub file: Option<u32>,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Member {
    /// Account.
    pub account: String,
    /// Share of the consensus runs in which it stays with the group.
    pub stability: f64,
}

/// Surrogate check of a group against the crowd on its objects.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
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

/// A name with a count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    /// Name.
    pub name: String,
    /// Count.
    pub n: u32,
}

/// A member that comes first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Leader {
    /// Account.
    pub account: String,
    /// Share of its co-actions in which it comes first.
    pub share_first: f64,
}

/// An object that many members acted on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TopObject {
    /// Layer.
    pub layer: String,
    /// Object.
    pub object: String,
    /// Members with a co-action on it.
    pub n_members: u32,
    /// Accounts of the whole data on it.
    pub n_accounts: u32,
}

/// A measured innocent explanation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Hint {
    /// What was measured.
    pub kind: String,
    /// The value; absent when it could not be measured.
    pub value: Option<f64>,
    /// The value from which the explanation fits.
    pub threshold: Option<f64>,
    /// Whether it fits.
    pub fits: bool,
    /// Plain sentence.
    pub sentence: String,
}

/// Two accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pair {
    /// First account.
    pub account_a: String,
    /// Second account.
    pub account_b: String,
}

/// Number of edges of one standing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StandingCount {
    /// Name of the standing.
    pub standing: String,
    /// Edges.
    pub n: u64,
    /// What it means.
    pub meaning: String,
}

/// An edge that the report leads with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Edge {
    /// First account.
    pub account_a: String,
    /// Second account.
    pub account_b: String,
    /// Group of both, when the same.
    pub group: Option<u32>,
    /// Standing.
    pub standing: String,
    /// Pairs of posts within the window.
    pub n_coactions: u32,
    /// Distinct objects.
    pub n_objects: u32,
    /// Distinct days.
    pub n_days: u32,
    /// First co-action.
    pub first_time: String,
    /// Last co-action.
    pub last_time: String,
    /// Median distance in seconds.
    pub median_dt_secs: f64,
    /// Faster than its own rhythm?
    pub own: Answer,
    /// Faster than the crowd? Absent when there was no crowd.
    pub crowd: Option<Answer>,
    /// Tighter than one live moment? Only when there was no crowd.
    pub live: Option<Answer>,
    /// Closer than its group? Only inside large groups.
    pub group_answer: Option<Answer>,
    /// First row in `evidence.parquet`, from 0.
    pub evidence_start: u64,
    /// Rows there.
    pub evidence_rows: u64,
}

/// A pair that came close and is not led with. It says what the data lack, not that the two did anything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NearMiss {
    /// The pair.
    pub edge: Edge,
    /// Why it is not led with.
    pub reason: String,
    /// What would decide it.
    pub needed: String,
}

/// A viral moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Moment {
    /// Layer.
    pub layer: String,
    /// Object.
    pub object: String,
    /// First action.
    pub first_time: String,
    /// Last action.
    pub last_time: String,
    /// Distinct accounts.
    pub n_accounts: u32,
    /// Actions.
    pub n_actions: u32,
}

/// All posts over time.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Timeline {
    /// Start of the first bin; absent when no post has a time.
    pub start_time: Option<String>,
    /// Width of a bin in seconds.
    pub bin_secs: u32,
    /// Posts in each bin.
    pub posts: Vec<u64>,
    /// Posts with a time outside the bins (the outermost 0.1 %).
    pub n_outside: u64,
}

/// `manifest.json`: how the result came about, and the hashes of its files. Written last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// Always `"1"`.
    pub schema_version: String,
    /// Name of the program.
    pub program: String,
    /// Its version.
    pub program_version: String,
    /// The command, as it can be given again.
    pub command: String,
    /// Seed of everything random.
    pub seed: u64,
    /// Parameters.
    pub settings: Settings,
    /// Whether accounts and contents are shown under pseudonyms.
    pub pseudonyms: bool,
    /// Totals over all inputs.
    pub intake: Intake,
    /// Files read.
    pub inputs: Vec<Input>,
    /// What was wrong, counted.
    pub problem_counts: Vec<ProblemCount>,
    /// The first of each kind.
    pub problem_examples: Vec<ProblemExample>,
    /// Files written, by name.
    pub outputs: Vec<OutputFile>,
    /// What was left out of the files, and why.
    pub withheld: Vec<String>,
}

/// Counts of records: `read = kept + rejected`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Intake {
    /// Records found.
    pub read: u64,
    /// Records that became posts.
    pub kept: u64,
    /// Records left out.
    pub rejected: u64,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Input {
    /// Name.
    pub name: String,
    /// SHA-256 in hex; absent when not asked for.
    pub sha256: Option<String>,
    /// Bytes.
    pub bytes: u64,
    /// Format.
    pub format: String,
    /// Recognized columns.
    pub columns: Vec<Column>,
    /// Remarks.
    pub notes: Vec<String>,
    /// Counts.
    pub intake: Intake,
}

/// A recognized column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// Role.
    pub role: String,
    /// Column.
    pub column: String,
    /// Why.
    pub reason: String,
}

/// Equal problems, counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProblemCount {
    /// Index of the input, from 0.
    pub input: u32,
    /// Column.
    pub column: Option<String>,
    /// Reason.
    pub reason: String,
    /// Whether the records were left out.
    pub rejected: bool,
    /// Number.
    pub n: u64,
}

/// One problem at one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProblemExample {
    /// Index of the input, from 0.
    pub input: u32,
    /// Line or record, from 1.
    pub line: u64,
    /// Column.
    pub column: Option<String>,
    /// Reason.
    pub reason: String,
    /// Value; withheld under pseudonyms unless it is a time.
    pub value: Option<String>,
    /// Whether the record was left out.
    pub rejected: bool,
}

/// A file of the result.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct OutputFile {
    /// Name inside the folder, with `/`.
    pub name: String,
    /// SHA-256 in hex.
    pub sha256: String,
    /// Bytes.
    pub bytes: u64,
}

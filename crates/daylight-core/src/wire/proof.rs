//! `proof.json`: what one pair, or one group, rests on, with the posts side by side.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::v1::{Answer, Chance, Hint};

/// The proof of a pair or a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Proof {
    /// Always `"1"`.
    pub schema_version: String,
    /// Always `"proof"`.
    pub kind: String,
    /// Whether accounts and posts stand under pseudonyms.
    pub pseudonyms: bool,
    /// The group, where a group was asked for or the pair is inside one.
    pub group: Option<ProofGroup>,
    /// The pairs, strongest first.
    pub pairs: Vec<ProofPair>,
    /// Of the pairs that the whole result leads with, how many are expected by chance.
    pub chance: Option<Chance>,
    /// How the result came about.
    pub run: ProofRun,
    /// What makes the whole result doubtful.
    pub warnings: Vec<String>,
}

/// The group of a proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProofGroup {
    /// Number in the result.
    pub id: u32,
    /// What it is called; never a verdict.
    pub label: String,
    /// Accounts.
    pub members: Vec<String>,
    /// Objects with a co-action, summed over its pairs.
    pub observed: u64,
    /// Expected from the accounts' own rhythm.
    pub expected: f64,
    /// Combined p.
    pub p: f64,
    /// Adjusted over groups.
    pub q: f64,
    /// Innocent explanations, measured.
    pub hints: Vec<Hint>,
}

/// One pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProofPair {
    /// First account.
    pub account_a: String,
    /// Second account.
    pub account_b: String,
    /// Group of both, when the same.
    pub group: Option<u32>,
    /// Standing in the result.
    pub standing: String,
    /// What the standing means.
    pub meaning: String,
    /// Distinct objects, in the layer that has most.
    pub n_objects: u32,
    /// Distinct days.
    pub n_days: u32,
    /// Median distance in seconds.
    pub median_dt_secs: f64,
    /// Faster than its own rhythm?
    pub own: Answer,
    /// Faster than the crowd? Absent when there was no crowd, or it was not asked.
    pub crowd: Option<Answer>,
    /// Tighter than one live moment? Only when there was no crowd.
    pub live: Option<Answer>,
    /// Closer than its community? Only where there is one.
    pub community: Option<Answer>,
    /// First row in `evidence.parquet`, from 0.
    pub evidence_start: u64,
    /// Rows there.
    pub evidence_rows: u64,
    /// The meetings, in order of time.
    pub meetings: Vec<Meeting>,
    /// Meetings beyond the limit of this proof; all stand in `evidence.parquet`.
    pub meetings_left_out: u64,
}

/// Two posts that met.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Meeting {
    /// What both are about.
    pub objects: Vec<MetOn>,
    /// Time of the second account's post minus that of the first's, seconds.
    pub dt_secs: f64,
    /// Post of the first account.
    pub a: ProofPost,
    /// Post of the second account.
    pub b: ProofPost,
}

/// An object that two posts share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MetOn {
    /// Layer.
    pub layer: String,
    /// Object.
    pub object: String,
}

/// A post with its place in the input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProofPost {
    /// Its id, where the input has one.
    pub content: Option<String>,
    /// When.
    pub time: String,
    /// Its text, where the result kept texts.
    pub text: Option<String>,
    /// File.
    pub file: String,
    /// Line, or number of the record, from 1.
    pub line: Option<u32>,
}

/// How the result came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProofRun {
    /// Version of the program.
    pub program_version: String,
    /// The command that made the result.
    pub command: String,
    /// Windows in seconds.
    pub time_windows_secs: Vec<f64>,
    /// Half-width of the jitter over the window.
    pub jitter_ratio: f64,
    /// Nominal false-discovery rate.
    pub q: f64,
    /// Seed.
    pub seed: u64,
    /// Pairs tested.
    pub n_tested: u64,
    /// The files that were read.
    pub inputs: Vec<ProofInput>,
    /// SHA-256 of the result's `manifest.json`, in hex.
    pub manifest_sha256: String,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProofInput {
    /// Name.
    pub name: String,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 in hex; absent when not computed.
    pub sha256: Option<String>,
}

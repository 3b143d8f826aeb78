//! The command line. Every option has its documentation here; the man page and the completions come from it.

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::num::NonZeroUsize;
use std::path::PathBuf;

mod casework;
mod serve;

pub use casework::*;
pub use serve::*;

/// Finds accounts that act together more tightly in time than chance and their own rhythm explain.
///
/// It measures behaviour. It does not say who is behind it, whether it is wrong, or that an account is a machine.
#[derive(Debug, Parser)]
#[command(name = "daylight", version, propagate_version = true)]
pub struct Cli {
    /// Print one JSON document instead of text.
    #[arg(long, global = true)]
    pub json: bool,
    /// Print nothing but errors.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Threads to use [default: all cores]. Results do not depend on it.
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read a table of posts, find what acts together, and write tables, networks and a report.
    Run(RunArgs),
    /// Read and normalize only: DIR/private/posts.parquet; or take exports whole into a case.
    Import(ImportArgs),
    /// Analyse what `import` stored in DIR.
    Detect(DetectArgs),
    /// Form the groups of DIR again with other settings.
    Groups(GroupArgs),
    /// List everyone who acted on one link, hashtag or other object, in order of time.
    Who(WhoArgs),
    /// Show what one pair or one group of a result rests on: the posts side by side, observed beside expected.
    Proof(ProofArgs),
    /// Write DIR/report.html again from the tables in DIR.
    Report(DirArgs),
    /// Write some of the files again from the tables in DIR; or a case for partners, under a marking.
    Export(ExportArgs),
    /// The worldwide table of a case: elections, actors, and what was judged of each effort.
    Matrix(MatrixArgs),
    /// Make a data set with known truth: DIR/posts.csv and DIR/truth.csv.
    Simulate(SimulateArgs),
    /// Score a result against a known truth, or Daylight and rival rules on all scenarios.
    Score(ScoreArgs),
    /// Keep evidence in a case: originals unchanged, posts under pseudonyms, a log that proves both.
    Case {
        /// What to do with the case.
        #[command(subcommand)]
        verb: CaseVerb,
    },
    /// Check every file of a result against its manifest, or a case against its log.
    Verify(VerifyArgs),
    /// Open the workspace of a case in the browser, on this machine alone.
    Serve(ServeArgs),
    /// List scenarios, detectors, importers, exporters or presets; with a name, show its card.
    List(ListArgs),
    /// Print shell completions.
    Completions {
        /// Shell to complete for.
        shell: Shell,
    },
    /// Print the man page (of one verb, when named).
    Man {
        /// A verb, such as `run`.
        verb: Option<String>,
    },
}

/// How to read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub struct ReadArgs {
    /// Files or folders: CSV, TSV, NDJSON, JSON or Parquet, plain or packed with gzip or zstd.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Columns by hand: account=COL,time=COL,content=COL,object:url=COL,text=COL ...; lists as object:url[ ]=COL.
    #[arg(long, value_name = "ROLES", conflicts_with = "mapping")]
    pub map: Option<String>,
    /// The same in a TOML file that can be kept and shared; see docs/reference/mapping.md.
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Zone of times that name none, such as +02:00 or Europe/Berlin [default: UTC, and said so].
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
    /// Read 03/04/2020 as the third of April.
    #[arg(long, conflicts_with = "month_first")]
    pub day_first: bool,
    /// Read 03/04/2020 as the fourth of March.
    #[arg(long)]
    pub month_first: bool,
}

/// What to compute.
#[derive(Debug, Args)]
#[command(next_help_heading = "Analysis")]
pub struct AnalysisArgs {
    /// Windows in seconds; several are combined [default: 60; presets: their own].
    #[arg(long, value_name = "S", value_delimiter = ',')]
    pub time_window: Vec<f64>,
    /// Half-width D of the interval jitter, in windows.
    #[arg(long, value_name = "RATIO", default_value_t = 30.0)]
    pub jitter_ratio: f64,
    /// Nominal false-discovery rate.
    #[arg(long, value_name = "RATE", default_value_t = 0.01)]
    pub q: f64,
    /// Distinct objects an edge needs before it is shown.
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub min_objects: u32,
    /// Distinct days an edge needs before it is shown.
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub min_days: u32,
    /// Leave out accounts with fewer posts [default: 1; preset coortweet: 2].
    #[arg(long, value_name = "N")]
    pub min_participation: Option<u32>,
    /// List pairs with at least so many common objects.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub list_from: u32,
    /// Accounts on one object inside one window above which the moment is viral.
    #[arg(long, value_name = "N", default_value_t = 2000)]
    pub viral_limit: u32,
    /// Jittered copies of the data for the empirical false-discovery rate.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub surrogates: u32,
    /// Kinds of objects to use, such as url,hashtag [default: all].
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    pub layers: Vec<String>,
    /// Resolution of the modularity of groups.
    #[arg(long, value_name = "R", default_value_t = 1.0)]
    pub resolution: f64,
    /// Seed of everything random.
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    pub seed: u64,
    /// Memory for pairs, in MiB; more of them means more passes.
    #[arg(long, value_name = "MIB", default_value_t = 4096)]
    pub memory: u64,
}

/// How accounts are shown.
#[derive(Debug, Args)]
#[command(next_help_heading = "Names")]
pub struct NameArgs {
    /// How accounts and posts are named in the files.
    #[arg(long, value_enum, default_value_t = NameStyle::Pseudonym)]
    pub names: NameStyle,
    /// Key of the pseudonyms; made when it does not exist [default: daylight/pseudonym.key in your configuration folder].
    #[arg(long, value_name = "FILE", env = "DAYLIGHT_KEY_FILE")]
    pub key_file: Option<PathBuf>,
}

/// Pseudonyms or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NameStyle {
    /// Keyed pseudonyms; who is who stands in private/identities.csv.
    Pseudonym,
    /// As in the input, for data that are public record or pseudonymous already.
    Plain,
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    #[command(flatten)]
    pub read: ReadArgs,
    /// Folder for the result.
    #[arg(long, value_name = "DIR", help_heading = "Result")]
    pub out: PathBuf,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
    #[command(flatten)]
    pub names: NameArgs,
    /// Write the table of edges and nothing else.
    #[arg(long, help_heading = "Result")]
    pub edges_only: bool,
    /// Keep the normalized posts in DIR/private, for `detect` and `groups`.
    #[arg(long, help_heading = "Result")]
    pub keep_posts: bool,
    /// Exit with 1 when there is an edge or group to lead with.
    #[arg(long, help_heading = "Result")]
    pub fail_on_findings: bool,
    #[command(flatten)]
    pub preset: PresetArgs,
}

/// Results of other tools.
#[derive(Debug, Args)]
#[command(next_help_heading = "Results of other tools")]
pub struct PresetArgs {
    /// Reproduce another tool's tables instead (names as in the input).
    #[arg(long, value_enum)]
    pub preset: Option<Preset>,
    /// Preset coortweet: quantile of weights above which an edge passes.
    #[arg(long, value_name = "P", default_value_t = 0.5)]
    pub edge_weight: f64,
    /// Presets: smallest weight of an edge [default: 1; toolkit: 2].
    #[arg(long, value_name = "N")]
    pub min_edge_weight: Option<u32>,
    /// Presets: keep pairs of an account with itself.
    #[arg(long)]
    pub keep_loops: bool,
    /// Preset coortweet: shorter window in seconds.
    #[arg(long, value_name = "S2")]
    pub fast_window: Option<f64>,
    /// Preset coortweet: part of the network (0 whole, 1 above the threshold, 2 and 3 fast).
    #[arg(long, value_name = "0-3", default_value_t = 0)]
    pub subgraph: u8,
    /// Preset toolkit: co-retweet, co-link, co-tweet, co-reply, co-post or co-similar.
    #[arg(long, value_name = "NETWORK", default_value = "co-retweet")]
    pub network: String,
}

/// Tools to reproduce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Preset {
    /// CooRTweet 2.1.2.
    Coortweet,
    /// Coordination Network Toolkit.
    Toolkit,
}

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct ImportArgs {
    #[command(flatten)]
    pub read: ReadArgs,
    /// Folder for the result.
    #[arg(long, value_name = "DIR", help_heading = "Result", required_unless_present_any = ["case", "print_mapping"])]
    pub out: Option<PathBuf>,
    /// Case to bring exports of platforms and tools into, and other tables; zip and tar archives are walked.
    #[arg(long, value_name = "CASE", help_heading = "Result", conflicts_with = "out")]
    pub case: Option<PathBuf>,
    /// Keep the names of the files readable in the case and in its results, unsealed: they name nobody.
    #[arg(long, help_heading = "Case", requires = "case")]
    pub clear_names: bool,
    /// Where the files came from, in words.
    #[arg(long, value_name = "TEXT", help_heading = "Case", requires = "case")]
    pub source: Option<String>,
    /// How these files came into lawful hands [default: as the case says].
    #[arg(long, value_name = "BASIS", help_heading = "Case", requires = "case")]
    pub access_basis: Option<String>,
    /// Day on which these files go, YYYY-MM-DD, if another than that of the case.
    #[arg(long, value_name = "DAY", help_heading = "Case", requires = "case")]
    pub retention_until: Option<String>,
    /// Terms that bind their use.
    #[arg(long, value_name = "TEXT", help_heading = "Case", requires = "case")]
    pub terms: Option<String>,
    /// With whom they may be shared.
    #[arg(long, value_name = "TEXT", help_heading = "Case", requires = "case")]
    pub sharing: Option<String>,
    /// Read nothing: print which column looks like what, as a mapping to edit.
    #[arg(long, help_heading = "Result", conflicts_with_all = ["out", "case"])]
    pub print_mapping: bool,
    #[command(flatten)]
    pub unlock: UnlockArgs,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Folder of a result or of a case.
    pub dir: PathBuf,
    /// For a case, open it too and check what only its keys can: who acted, and whether the seals open.
    #[arg(long)]
    pub sealed: bool,
    #[command(flatten)]
    pub unlock: UnlockArgs,
}

/// Who opens a case, and with what.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Opening a case")]
pub struct UnlockArgs {
    /// Key file of the case; made by `case new` when it does not exist [default: daylight/case.key in your configuration folder].
    #[arg(long, value_name = "FILE", env = "DAYLIGHT_CASE_KEY")]
    pub case_key: Option<PathBuf>,
    /// File whose first line is the passphrase of the case, instead of a key file.
    #[arg(long, value_name = "FILE", conflicts_with = "case_key")]
    pub passphrase_file: Option<PathBuf>,
    /// Who acts; the log keeps it keyed [default: your login name].
    #[arg(long, value_name = "NAME", env = "DAYLIGHT_ACTOR")]
    pub actor: Option<String>,
}

/// The verbs of a case.
#[derive(Debug, Subcommand)]
pub enum CaseVerb {
    /// Make a case.
    New(CaseNewArgs),
    /// Read kept originals again with another mapping of their columns.
    Remap(RemapArgs),
    /// Show what a case holds, or one record with its history.
    Show(CaseShowArgs),
    /// Add records from TOML or JSON files.
    Add(CaseAddArgs),
    /// Keep a file and add the record of its capture.
    Capture(CaptureArgs),
    /// Change a record: a new version, with a reason.
    Edit(EditArgs),
    /// Tie two records.
    Link(LinkArgs),
    /// Find records by their words.
    Search(SearchArgs),
    /// Add judgments, and show how the hypotheses rank.
    Judge(CaseAddArgs),
    /// Disagree with a judgment, or answer a dissent.
    Dissent(DissentArgs),
    /// Review a judgment or a package that somebody else wrote.
    Review(ReviewArgs),
    /// Ask for a decision on a package, vote on it, or take it.
    Decide(DecideArgs),
    /// Add packages and run the rules of redaction, or run them again.
    Package(PackageArgs),
    /// Write what leaves, for each recipient, when no rule stops it.
    Publish(PublishArgs),
    /// Call a package back.
    Recall(RecallArgs),
    /// Note that a recipient has a package.
    Receipt(ReceiptArgs),
    /// Give a member a role, end one, or list them.
    Member(MemberArgs),
    /// Take a record back; it stays readable.
    Withdraw(WithdrawArgs),
    /// Destroy the content of a record; the log still verifies.
    EraseRecord(EraseRecordArgs),
    /// Say how a forecast came out.
    Outcome(OutcomeArgs),
    /// Show how forecasts came out against what was said.
    Calibration(DirArgs),
    /// List the counter-measures that may be suggested.
    Responses,
    /// Propose records from a public report, with quoted spans.
    ImportReport(ImportReportArgs),
    /// Write a bundle of originals and log that `sha256sum -c` alone can check.
    ExportEvidence(ExportEvidenceArgs),
    /// Show who is behind a pseudonym; the log keeps who asked and why.
    Reveal(RevealArgs),
    /// Erase one person's data; the log still verifies.
    Erase(EraseArgs),
    /// List what is past its retention date.
    Due(DirArgs),
}

/// Arguments of `case new`.
#[derive(Debug, Args)]
pub struct CaseNewArgs {
    /// Folder of the case, new or empty.
    pub dir: PathBuf,
    /// Name for people [default: the folder's].
    #[arg(long)]
    pub name: Option<String>,
    /// How the data came into lawful hands, such as manifestly-public, dsa-40-12, consent.
    #[arg(long, value_name = "BASIS", value_delimiter = ',', required = true)]
    pub access_basis: Vec<String>,
    /// Why they may be kept and worked on.
    #[arg(long, value_name = "BASIS")]
    pub legal_basis: String,
    /// Day on which the raw data go, YYYY-MM-DD.
    #[arg(long, value_name = "DAY")]
    pub retention_until: String,
    #[command(flatten)]
    pub unlock: UnlockArgs,
}

/// Arguments of `case remap`.
#[derive(Debug, Args)]
pub struct RemapArgs {
    /// The case.
    pub dir: PathBuf,
    /// Originals to read again, by the first digits that `case show` prints or by a file with the same bytes
    /// [default: all tables that were read by a mapping].
    #[arg(value_name = "ORIGINAL")]
    pub originals: Vec<String>,
    /// The mapping, a TOML file; see docs/reference/mapping.md.
    #[arg(long, value_name = "FILE", required_unless_present = "map")]
    pub mapping: Option<PathBuf>,
    /// The mapping in short: account=COL,time=COL,object:url=COL ...
    #[arg(long, value_name = "ROLES", conflicts_with = "mapping")]
    pub map: Option<String>,
    /// Zone of times that name none, such as +02:00 or Europe/Berlin [default: UTC].
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
    /// Read 03/04/2020 as the third of April.
    #[arg(long, conflicts_with = "month_first")]
    pub day_first: bool,
    /// Read 03/04/2020 as the fourth of March.
    #[arg(long)]
    pub month_first: bool,
    #[command(flatten)]
    pub unlock: UnlockArgs,
}

/// Arguments of `case export-evidence`.
#[derive(Debug, Args)]
pub struct ExportEvidenceArgs {
    /// The case.
    pub dir: PathBuf,
    /// Folder for the bundle, new or empty.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Why; the log keeps that it was exported.
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Result to take along, by its folder; may be given several times [default: all under runs/ that cite the
    /// originals of this case].
    #[arg(long = "run", value_name = "DIR")]
    pub runs: Vec<PathBuf>,
    #[command(flatten)]
    pub unlock: UnlockArgs,
}

/// Arguments of `case reveal`.
#[derive(Debug, Args)]
pub struct RevealArgs {
    /// The case.
    pub dir: PathBuf,
    /// First digits of the pseudonym, as results show it.
    pub pseudonym: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Second member of the case, who agreed; required for a private person.
    #[arg(long, value_name = "NAME", required_unless_present = "not_private")]
    pub second: Option<String>,
    /// Why it is no private person: an official, a candidate, an outlet, a state body. Nobody else must agree then.
    #[arg(long, value_name = "TEXT", conflicts_with = "second")]
    pub not_private: Option<String>,
    #[command(flatten)]
    pub unlock: UnlockArgs,
}

/// Arguments of `case erase`.
#[derive(Debug, Args)]
pub struct EraseArgs {
    /// The case.
    pub dir: PathBuf,
    /// First digits of the pseudonym of a person.
    #[arg(required_unless_present = "original")]
    pub pseudonym: Option<String>,
    /// Erase this original instead, with its posts and the seals of accounts that occur in no others.
    #[arg(long, value_name = "SHA256", conflicts_with = "pseudonym")]
    pub original: Option<String>,
    /// On which ground, such as the person's request.
    #[arg(long, value_name = "TEXT")]
    pub basis: String,
    #[command(flatten)]
    pub unlock: UnlockArgs,
}

/// Arguments of `who`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub struct WhoArgs {
    #[command(flatten)]
    pub read: ReadArgs,
    /// The object: a link (with or without www, tracking parameters, last slash), a domain, a hashtag, an id, as in
    /// the data or defanged as reports show it.
    #[arg(long, value_name = "OBJECT", help_heading = "Object", group = "what")]
    pub object: Option<String>,
    /// A post by its id: who acted on it, or on the links that it shares.
    #[arg(long, value_name = "ID", help_heading = "Object", group = "what")]
    pub post: Option<String>,
    /// A group of a result by its number: what its accounts shared together. The input is then the folder.
    #[arg(long, value_name = "N", help_heading = "Object", group = "what")]
    pub group: Option<u32>,
    /// Also take objects of which it is a part.
    #[arg(long, help_heading = "Object", requires = "object")]
    pub contains: bool,
    /// Write all rows to this CSV file.
    #[arg(long, value_name = "FILE", help_heading = "Result")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub names: NameArgs,
}

/// Arguments of `proof`.
#[derive(Debug, Args)]
pub struct ProofArgs {
    /// Folder with a result.
    pub dir: PathBuf,
    /// Two accounts, as the result names them.
    #[arg(value_name = "ACCOUNT", num_args = 2, conflicts_with = "group", required_unless_present = "group")]
    pub accounts: Vec<String>,
    /// A group by its number, instead.
    #[arg(long, value_name = "N")]
    pub group: Option<u32>,
    /// Print the meetings as CSV.
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Write proof.html, proof.csv and proof.json to this folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Arguments of `detect`.
#[derive(Debug, Args)]
pub struct DetectArgs {
    /// Folder that `import` wrote to.
    pub dir: PathBuf,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
    #[command(flatten)]
    pub names: NameArgs,
    /// Exit with 1 when there is an edge or group to lead with.
    #[arg(long, help_heading = "Result")]
    pub fail_on_findings: bool,
}

/// Arguments of `groups`.
#[derive(Debug, Args)]
pub struct GroupArgs {
    /// Folder with a result and the normalized posts.
    pub dir: PathBuf,
    /// Resolution of the modularity.
    #[arg(long, value_name = "R")]
    pub resolution: Option<f64>,
    /// Seed of everything random.
    #[arg(long, value_name = "SEED")]
    pub seed: Option<u64>,
    /// Runs of the consensus.
    #[arg(long, value_name = "N")]
    pub leiden_seeds: Option<u32>,
    /// Accounts from which a group is listed.
    #[arg(long, value_name = "N")]
    pub min_group: Option<u32>,
    #[command(flatten)]
    pub names: NameArgs,
}

/// A folder with a result.
#[derive(Debug, Args)]
pub struct DirArgs {
    /// Folder with a result.
    pub dir: PathBuf,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Folder with a result, or a case.
    pub dir: PathBuf,
    /// What to write: tables, graphml, gexf, findings, report (see `daylight list exporters`); of a case: stix, opencti, misp, html, pdf, csv, json.
    #[arg(long = "as", value_name = "FORMATS", value_delimiter = ',', required = true)]
    pub formats: Vec<String>,
    #[command(flatten)]
    pub case: CaseExportArgs,
}

/// Arguments of `simulate`.
#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// Scenario (see `daylight list scenarios`).
    pub name: String,
    /// Seed.
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    pub seed: u64,
    /// Size of the background and the honest crowds.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    pub scale: f64,
    /// Folder for posts.csv and truth.csv.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// Arguments of `score`.
#[derive(Debug, Args)]
pub struct ScoreArgs {
    /// Folder with a result to score against --truth; without it, all scenarios are run.
    #[arg(requires = "truth")]
    pub dir: Option<PathBuf>,
    /// truth.csv of the scenario that the result is of.
    #[arg(long, value_name = "FILE", requires = "dir")]
    pub truth: Option<PathBuf>,
    /// Scenarios [default: all].
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub scenarios: Vec<String>,
    /// Number of seeds, from 1.
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub seeds: u64,
    /// Leave out the rival rules.
    #[arg(long)]
    pub only_daylight: bool,
    /// Score the rule of text families on N labeled pairs of texts of each kind and language instead.
    #[arg(long, value_name = "N", conflicts_with_all = ["dir", "scenarios"])]
    pub text_pairs: Option<u32>,
    /// Pairs of unrelated texts to draw with --text-pairs.
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    pub random_pairs: u64,
    /// Try to frame innocent accounts instead, and count how often one ends in a group led with.
    #[arg(long, conflicts_with_all = ["dir", "scenarios", "text_pairs"])]
    pub framing: bool,
    /// Worlds to make with --framing.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub runs: u32,
    /// Factor on honest reaction times, for variants the method has not seen.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    pub tempo: f64,
    /// Nominal false-discovery rate.
    #[arg(long, value_name = "RATE", default_value_t = 0.01)]
    pub q: f64,
}

/// Arguments of `list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Kind to list (scenarios, detectors, importers, exporters, presets), or a name [default: everything].
    #[arg(value_name = "KIND|NAME")]
    pub what: Option<String>,
    /// Show the card of this one of the kind.
    pub name: Option<String>,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Listing {
    /// Data sets with known truth.
    Scenarios,
    /// Detectors.
    Detectors,
    /// Importers.
    Importers,
    /// Exporters.
    Exporters,
    /// Presets of other tools.
    Presets,
}

//! Arguments of casework: records, judgments, packages.

use super::UnlockArgs;
use clap::Args;
use std::path::PathBuf;

/// A case, and who opens it with what.
#[derive(Debug, Clone, Args)]
pub struct OpenArgs {
    /// The case.
    pub dir: PathBuf,
    #[command(flatten)]
    pub unlock: UnlockArgs,
}

/// How a new record is called and marked.
#[derive(Debug, Args)]
pub struct MarkArgs {
    /// Short name for other records to use.
    #[arg(long)]
    pub alias: Option<String>,
    /// Marking [default: the case's].
    #[arg(long)]
    pub tlp: Option<String>,
}

/// Arguments of `case show`.
#[derive(Debug, Args)]
pub struct CaseShowArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// A record: @alias, id, or the beginning of one.
    pub record: Option<String>,
    /// All versions of the record.
    #[arg(long, requires = "record")]
    pub history: bool,
}

/// Arguments of `case add` and `case judge`.
#[derive(Debug, Args)]
pub struct CaseAddArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// TOML or JSON: lists of tables by type, such as [[source]]; they name each other as @alias.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub disarm: DisarmArgs,
}

/// Where DISARM is.
#[derive(Debug, Args)]
pub struct DisarmArgs {
    /// STIX bundle of DISARM, to check techniques against and to copy their names from.
    #[arg(long, value_name = "FILE", env = "DAYLIGHT_DISARM")]
    pub disarm: Option<PathBuf>,
    /// Version of DISARM in that file.
    #[arg(long, value_name = "VERSION", default_value = "1.6")]
    pub disarm_version: String,
}

/// Arguments of `case capture`.
#[derive(Debug, Args)]
pub struct CaptureArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// The file to keep.
    pub file: PathBuf,
    /// Whom it comes from: a source of the case.
    #[arg(long, value_name = "RECORD")]
    pub source: String,
    /// What it is: web, post, media, document, api-record, partner-report; or analysis, for a file of a result.
    #[arg(long, default_value = "document")]
    pub kind: String,
    /// What people call it [default: the name of the file].
    #[arg(long)]
    pub title: Option<String>,
    /// Where it was found.
    #[arg(long)]
    pub url: Option<String>,
    /// When it was kept [default: now].
    #[arg(long, value_name = "TIME")]
    pub captured_at: Option<String>,
    /// What kept it.
    #[arg(long, default_value = "by hand")]
    pub tool: String,
    /// From 1 (confirmed) to 6 (cannot be judged).
    #[arg(long, default_value_t = 6)]
    pub credibility: i64,
    /// How it came into lawful hands.
    #[arg(long, default_value = "manifestly-public")]
    pub access_basis: String,
    #[command(flatten)]
    pub mark: MarkArgs,
}

/// Arguments of `case edit`.
#[derive(Debug, Args)]
pub struct EditArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// The record.
    pub record: String,
    /// Fields, as FIELD=VALUE; the value as JSON or plain text, empty to remove it.
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    /// TOML or JSON with the fields that change.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// New marking.
    #[arg(long)]
    pub tlp: Option<String>,
    /// Version that you looked at; when there is a newer one, nothing is written.
    #[arg(long, value_name = "N")]
    pub from_version: Option<u64>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub why: String,
}

/// Arguments of `case link`.
#[derive(Debug, Args)]
pub struct LinkArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// Where it starts.
    pub from: String,
    /// What ties them, such as attributed-to, denigrates, amplifies, related-to.
    pub rel: String,
    /// Where it leads.
    pub to: String,
    /// Captures it rests on.
    #[arg(long, value_name = "RECORD", value_delimiter = ',')]
    pub capture: Vec<String>,
    /// Judgment it rests on.
    #[arg(long, value_name = "RECORD")]
    pub judgment: Option<String>,
    /// What the tie is.
    #[arg(long, value_name = "TEXT")]
    pub statement: Option<String>,
    #[command(flatten)]
    pub mark: MarkArgs,
}

/// Arguments of `case search`.
#[derive(Debug, Args)]
pub struct SearchArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// Words that all have to stand in the record.
    pub words: Vec<String>,
    /// Only this type.
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
}

/// Arguments of `case dissent`.
#[derive(Debug, Args)]
pub struct DissentArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// The judgment.
    pub judgment: String,
    /// From -2 (strongly disagree) to 2 (strongly agree).
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = -1)]
    pub position: i64,
    /// Why; or the answer, with --answer.
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Term of likelihood that you hold to.
    #[arg(long, value_name = "TERM")]
    pub likelihood: Option<String>,
    /// Answer this dissent (d1, d2 ...) instead.
    #[arg(long, value_name = "DISSENT")]
    pub answer: Option<String>,
}

/// Arguments of `case review`.
#[derive(Debug, Args)]
pub struct ReviewArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// Judgment or package.
    pub record: String,
    /// What you looked at.
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// Arguments of `case decide`.
#[derive(Debug, Args)]
pub struct DecideArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// The package.
    pub package: String,
    /// Ask: TOML or JSON with question, options, considered, quorum ...
    #[arg(long, value_name = "FILE")]
    pub ask: Option<PathBuf>,
    /// Vote: yes, no or abstain.
    #[arg(long, value_name = "VOTE", conflicts_with_all = ["ask", "outcome"])]
    pub vote: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// For whom you sit.
    #[arg(long, value_name = "NAME")]
    pub organization: Option<String>,
    /// Decide, as approver: publish, notify, hold or reject.
    #[arg(long, value_name = "OUTCOME", conflicts_with = "ask")]
    pub outcome: Option<String>,
}

/// Arguments of `case package`.
#[derive(Debug, Args)]
pub struct PackageArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// TOML or JSON with [[package]] tables.
    #[arg(value_name = "FILE", required_unless_present = "refresh")]
    pub files: Vec<PathBuf>,
    /// Pin the newest versions of what is in this package, and redact again.
    #[arg(long, value_name = "PACKAGE", conflicts_with = "files")]
    pub refresh: Option<String>,
}

/// Arguments of `case publish`.
#[derive(Debug, Args)]
pub struct PublishArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// The package.
    pub package: String,
    /// Folder for what leaves, new or empty; one folder below for each recipient.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// In which forms: html, pdf, stix, opencti, misp, csv, json.
    #[arg(long = "as", value_name = "FORMATS", value_delimiter = ',', default_value = "html,stix,json")]
    pub formats: Vec<String>,
    #[command(flatten)]
    pub disarm: DisarmArgs,
}

/// Arguments of `case recall`.
#[derive(Debug, Args)]
pub struct RecallArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// The package.
    pub package: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Package that takes its place.
    #[arg(long, value_name = "PACKAGE")]
    pub replaced_by: Option<String>,
    /// Folder for a notice to each recipient.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Arguments of `case receipt`.
#[derive(Debug, Args)]
pub struct ReceiptArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// The package.
    pub package: String,
    /// The recipient, as the package names it.
    pub recipient: String,
    /// What it answered.
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// Arguments of `case member`.
#[derive(Debug, Args)]
pub struct MemberArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// The member; without one, all are listed.
    pub member: Option<String>,
    /// reader, analyst, reviewer, approver or custodian.
    #[arg(long, value_name = "ROLE", requires = "member")]
    pub role: Option<String>,
    /// For whom the member sits.
    #[arg(long, value_name = "NAME")]
    pub organization: Option<String>,
    /// End all roles of the member.
    #[arg(long, requires = "member", conflicts_with = "role")]
    pub end: bool,
}

/// Arguments of `case withdraw`.
#[derive(Debug, Args)]
pub struct WithdrawArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// The record.
    pub record: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub why: String,
}

/// Arguments of `case erase-record`.
#[derive(Debug, Args)]
pub struct EraseRecordArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// The record.
    pub record: String,
    /// On which ground.
    #[arg(long, value_name = "TEXT")]
    pub basis: String,
}

/// Arguments of `case outcome`.
#[derive(Debug, Args)]
pub struct OutcomeArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// The judgment.
    pub judgment: String,
    /// yes, no or void.
    pub result: String,
    /// Captures that show it.
    #[arg(long, value_name = "RECORD", value_delimiter = ',')]
    pub capture: Vec<String>,
}

/// Arguments of `case import-report`.
#[derive(Debug, Args)]
pub struct ImportReportArgs {
    #[command(flatten)]
    pub open: OpenArgs,
    /// The report: text, HTML or PDF. An address is not fetched: save the page and give the file.
    pub file: PathBuf,
    /// More names of countries, bodies and actors: TOML with lists `countries`, `bodies`, `actors`.
    #[arg(long, value_name = "FILE")]
    pub gazetteer: Option<PathBuf>,
    /// Write the proposed records here as JSON, to be edited and added with `case add`.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Day of an election that the report does not give, as NAME=YYYY-MM-DD; or the record that it is, as NAME=@ALIAS.
    #[arg(long = "day", value_name = "NAME=DAY")]
    pub days: Vec<String>,
    /// Add these proposals (numbers, or `all`) as reported; the report itself is kept as their capture.
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',')]
    pub accept: Vec<String>,
    /// Marking of what is accepted [default: the case's].
    #[arg(long)]
    pub tlp: Option<String>,
}

/// Arguments of `matrix`.
#[derive(Debug, Args)]
pub struct MatrixArgs {
    /// The cases.
    #[arg(required = true, value_name = "CASE")]
    pub dirs: Vec<PathBuf>,
    /// Elections: words of their names, or ids [default: all].
    #[arg(long, value_name = "WORDS", value_delimiter = ',')]
    pub elections: Vec<String>,
    /// Actors: words of their names, or ids [default: all].
    #[arg(long, value_name = "WORDS", value_delimiter = ',')]
    pub actors: Vec<String>,
    /// Years, as 2024 or 2022-2026.
    #[arg(long, value_name = "YEARS")]
    pub years: Option<String>,
    /// UN M49 region or sub-region, such as 150.
    #[arg(long, value_name = "M49")]
    pub region: Option<u16>,
    /// Level of effort.
    #[arg(long, value_name = "LEVEL")]
    pub level: Option<String>,
    /// Office, by words of its name.
    #[arg(long, value_name = "WORDS")]
    pub office: Option<String>,
    /// Highest marking that may be shown.
    #[arg(long, default_value = "red")]
    pub tlp: String,
    /// Write FILE.html, FILE.csv and FILE.json, by the ending of each name; the log of each case keeps it.
    #[arg(long, value_name = "FILE", value_delimiter = ',')]
    pub out: Vec<PathBuf>,
    #[command(flatten)]
    pub unlock: UnlockArgs,
}

/// Exporting a case.
#[derive(Debug, Args)]
#[command(next_help_heading = "Of a case")]
pub struct CaseExportArgs {
    /// Highest marking that may leave.
    #[arg(long, value_name = "TLP")]
    pub tlp: Option<String>,
    /// Export only what is in this package.
    #[arg(long, value_name = "PACKAGE")]
    pub package: Option<String>,
    /// For one's own archive: no redaction but of members; needs --tlp red.
    #[arg(long)]
    pub archive: bool,
    /// Folder for the files [default: the current one].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub disarm: DisarmArgs,
    #[command(flatten)]
    pub unlock: UnlockArgs,
}

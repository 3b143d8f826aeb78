//! The result of a co-action analysis: edges with three answers each, groups, and honest error rates.

use crate::{CoactionSettings, ObjectKind, Stability};

/// An observed count beside what a stated null expects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// Distinct objects with a co-action.
    pub observed: u32,
    /// Expected number under the null.
    pub expected: f64,
    /// Probability under the null of at least `observed`.
    pub p: f64,
    /// Benjamini-Hochberg adjusted p.
    pub q: f64,
}

/// The second question: faster than the others who acted on the same objects?
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CrowdAnswer {
    /// Not asked: the edge did not pass the first question.
    NotAsked,
    /// Compared with this many other accounts.
    Tested {
        /// The comparison.
        answer: Answer,
        /// Accounts outside the pair's groups on the co-acted objects, counted up to 100.
        n_outsiders: u32,
    },
    /// Too few others to compare with.
    NoCrowd {
        /// Accounts outside the pair's groups on the co-acted objects, counted up to 100.
        n_outsiders: u32,
        /// Share of the actions on the edge's objects that are by the group.
        ownership: f64,
        /// The same among the first ten actions on each object.
        ownership_first_ten: f64,
        /// Tighter than a live audience? Of the co-acted objects, those within w/6; a live audience manages half.
        live: Answer,
    },
}

/// Why an edge is led with, or why it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Faster than its own rhythm and faster than the crowd.
    Lead,
    /// Faster than its own rhythm; no independent crowd; the group owns its objects and is tighter than a live reaction.
    LeadNoCrowd,
    /// Passed both questions, but its group has a fitting innocent explanation.
    Explained,
    /// Passed both questions, but one of the two is set apart from the group of the other: it is copied, it follows,
    /// or its part stands in one file alone.
    OneSided,
    /// Faster than its own rhythm, but so are strangers on the same objects.
    LikeItsCrowd,
    /// Faster than its own rhythm, no independent crowd, and nothing that sets it apart from a live audience.
    NoCrowd,
    /// Significant, on too few distinct objects.
    TooFewObjects,
    /// Significant, on too few distinct days.
    TooFewDays,
    /// Its own rhythm explains it.
    OwnRhythm,
}

impl Standing {
    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::LeadNoCrowd => "lead_no_crowd",
            Self::Explained => "explained",
            Self::OneSided => "one_sided",
            Self::LikeItsCrowd => "like_its_crowd",
            Self::NoCrowd => "no_crowd",
            Self::TooFewObjects => "too_few_objects",
            Self::TooFewDays => "too_few_days",
            Self::OwnRhythm => "own_rhythm",
        }
    }

    /// All, in order.
    pub const ALL: [Self; 9] = [
        Self::Lead,
        Self::LeadNoCrowd,
        Self::Explained,
        Self::OneSided,
        Self::LikeItsCrowd,
        Self::NoCrowd,
        Self::TooFewObjects,
        Self::TooFewDays,
        Self::OwnRhythm,
    ];

    /// One plain sentence for the report.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Lead => "Faster together than their own rhythm and faster than the others on the same objects.",
            Self::LeadNoCrowd => {
                "Faster together than their own rhythm and than people who react to one live moment; \
                 hardly anyone else acted on these objects, so there is no independent crowd to compare with."
            }
            Self::Explained => "Faster together than chance, but an innocent explanation fits their group.",
            Self::OneSided => {
                "Close in time, but one of the two always comes first or last, or stands in one file alone: \
                 whoever is copied cannot help it."
            }
            Self::LikeItsCrowd => {
                "Fast, but strangers or people of the same interests were as fast, or it keeps no company."
            }
            Self::NoCrowd => "Fast, but no independent crowd, and not tighter than a live audience.",
            Self::TooFewObjects => "Significant, but on too few different objects to be shown.",
            Self::TooFewDays => "Significant, but on too few different days to be shown.",
            Self::OwnRhythm => "No closer in time than their own rhythm explains.",
        }
    }

    /// Whether the report leads with such edges.
    pub fn leads(self) -> bool {
        matches!(self, Self::Lead | Self::LeadNoCrowd)
    }
}

/// What one layer says about an edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EdgeLayer {
    /// Index into [`Analysis::layers`].
    pub layer: u16,
    /// Co-actions in the layer.
    pub n_coactions: u32,
    /// First question on this layer alone (`q` over this layer's pairs).
    pub own: Answer,
    /// p of the second question on this layer alone, where asked and answered.
    pub crowd_p: Option<f64>,
}

/// Two accounts, `a < b`, with at least one co-action.
#[derive(Debug, Clone, PartialEq)]
pub struct CoactionEdge {
    /// First account (smaller number; numbers follow the order of the id strings).
    pub a: u32,
    /// Second account.
    pub b: u32,
    /// Pairs of actions within the window, all layers.
    pub n_coactions: u32,
    /// Distinct objects with at least one co-action, in the layer that has most of them (layers of one post,
    /// such as a link and its domain, are not added up).
    pub n_objects: u32,
    /// Distinct UTC days with at least one co-action.
    pub n_days: u32,
    /// First co-action, microseconds UTC (time of its earlier action).
    pub first_us: i64,
    /// Last co-action.
    pub last_us: i64,
    /// Mean |dt| in seconds.
    pub mean_dt_secs: f64,
    /// Median |dt| in seconds.
    pub median_dt_secs: f64,
    /// Smallest |dt| in seconds.
    pub min_dt_secs: f64,
    /// Co-actions in which `a` came strictly first.
    pub a_first: u32,
    /// Co-actions in which `b` came strictly first.
    pub b_first: u32,
    /// Two-sided sign test of leadership.
    pub leader_p: f64,
    /// Smaller of the two accounts' distinct contents in the co-actions over the larger.
    pub edge_symmetry: f64,
    /// Co-actions inside viral moments, each weighted 1/(g-1); not part of the counts above.
    pub moment_weight: f64,
    /// Faster than its own rhythm? `p` and `q` combined over layers and scales; `observed` and `expected` of
    /// the layer and scale with the smallest p.
    pub own: Answer,
    /// Faster than the crowd?
    pub crowd: CrowdAnswer,
    /// Closer than its community, the other accounts that act on many of the same objects? (asked where there
    /// are enough of them, of edges that passed the second question)
    pub group: Option<Answer>,
    /// Tighter than people who follow the same sources within minutes? Of the objects on which both acted within
    /// w + 2D, those within w; half are granted. Describes the pair and decides who counts as its community.
    pub tight: Option<Answer>,
    /// What each layer says.
    pub layers: Vec<EdgeLayer>,
    /// Led with or not, and why.
    pub standing: Standing,
    /// Rows behind the edge: `evidence_start .. evidence_start + n_coactions` of [`Analysis::evidence`].
    pub evidence_start: u64,
}

/// One co-action: two posts on one object within the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EvidenceRow {
    /// Index into [`Analysis::layers`] (and of the data set's layers that were used).
    pub layer: u16,
    /// Object in that layer.
    pub object: u32,
    /// Post of account `a`.
    pub post_a: u32,
    /// Post of account `b`.
    pub post_b: u32,
    /// Time of b's post minus time of a's, microseconds.
    pub dt_us: i64,
}

/// A moment in which more accounts than the viral limit acted on one object inside one window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Layer.
    pub layer: u16,
    /// Object.
    pub object: u32,
    /// First action.
    pub first_us: i64,
    /// Last action.
    pub last_us: i64,
    /// Distinct accounts.
    pub n_accounts: u32,
    /// Actions.
    pub n_actions: u32,
}

/// Totals of one layer.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerSummary {
    /// The kind.
    pub kind: ObjectKind,
    /// Actions with a time, from accounts that participate enough.
    pub n_actions: u64,
    /// Distinct objects.
    pub n_objects: u64,
    /// Distinct accounts.
    pub n_accounts: u64,
    /// Pairs with at least one co-action.
    pub n_edges: u64,
    /// Pairs tested: those with an expected count above 0 (the size of the Benjamini-Hochberg family).
    pub n_tested: u64,
    /// Viral moments.
    pub n_moments: u64,
}

/// How fine the clock of the data is.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockReport {
    /// Resolution in seconds of (nearly) all times: 1, 60, 3600, or a fraction of a second.
    pub resolution_secs: f64,
    /// Accounts whose times sit on a grid (scheduling tools), with the grid step in seconds.
    pub scheduled: Vec<(u32, u32)>,
    /// Plain sentences for the report.
    pub notes: Vec<String>,
}

/// Error rates, nominal beside empirical.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Nominal rate.
    pub q: f64,
    /// Pairs tested, all layers.
    pub n_tested: u64,
    /// All possible pairs n(n-1)/2: the stricter count.
    pub n_all_pairs: u64,
    /// Largest p that passed with `n_tested`; 0 when none did.
    pub p_cut: f64,
    /// Edges past the cut (and on enough objects and days).
    pub n_validated: u64,
    /// Edges that also pass with `n_all_pairs`.
    pub n_validated_strict: u64,
    /// Edges past the same cut in each jittered copy.
    pub surrogate_counts: Vec<u64>,
    /// Mean of those over `n_validated`; absent when nothing was validated or no copies were made.
    pub empirical_fdr: Option<f64>,
    /// Of those, pairs that also meet closely enough to be led with, whatever a crowd would say: in every copy at
    /// least as many as would lead. Empty when no copies were made.
    pub surrogate_leads: Vec<u64>,
}

/// Pairs that would be led with by chance alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// Mean over the jittered copies.
    pub expected: f64,
    /// Fewest in a copy.
    pub lowest: u64,
    /// Most in a copy.
    pub highest: u64,
    /// Copies made.
    pub n_copies: usize,
}

impl Calibration {
    /// How many pairs would be led with if all accounts only kept their habits; absent when no copies were made.
    pub fn chance(&self) -> Option<Chance> {
        let copies = &self.surrogate_leads;
        Some(Chance {
            expected: copies.iter().sum::<u64>() as f64 / copies.len() as f64,
            lowest: *copies.iter().min()?,
            highest: *copies.iter().max()?,
            n_copies: copies.len(),
        })
    }
}

impl Chance {
    /// The expected ones as a share of `n_led` pairs that lead, 1 at most; absent when none leads.
    pub fn share(&self, n_led: u64) -> Option<f64> {
        (n_led > 0).then(|| (self.expected / n_led as f64).min(1.0))
    }
}

/// What a group is called. Never a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupLabel {
    /// None of the innocent explanations that we measure fits.
    Unexplained,
    /// One source, one owner or a constant lag behind one feed.
    SyndicationLike,
    /// Times on a fixed grid.
    ScheduleLike,
    /// One event, or an audience that reacts live.
    EventCrowdLike,
    /// Fails the group check: not distinguishable from its crowd.
    LikeItsCrowd,
}

impl GroupLabel {
    /// Words for tables and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unexplained => "unexplained",
            Self::SyndicationLike => "syndication-like",
            Self::ScheduleLike => "schedule-like",
            Self::EventCrowdLike => "event crowd-like",
            Self::LikeItsCrowd => "not distinguishable from its crowd",
        }
    }

    /// All, in order.
    pub const ALL: [Self; 5] =
        [Self::Unexplained, Self::SyndicationLike, Self::ScheduleLike, Self::EventCrowdLike, Self::LikeItsCrowd];
}

/// A measured innocent explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HintKind {
    /// Nearly all shared objects come from one registered domain.
    OneDomain,
    /// Constant latency between members over many objects: one feed or one script.
    ConstantLag,
    /// Names or bios share a declared affiliation.
    SharedName,
    /// Times pile up on a grid.
    FixedSchedule,
    /// Co-actions fall into few short episodes.
    FewEvents,
    /// Others on the same objects were as fast.
    CrowdAsFast,
    /// Most of what members do is not shared with each other (breadth of topics).
    BroadActivity,
}

impl HintKind {
    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::OneDomain => "one_domain",
            Self::ConstantLag => "constant_lag",
            Self::SharedName => "shared_name",
            Self::FixedSchedule => "fixed_schedule",
            Self::FewEvents => "few_events",
            Self::CrowdAsFast => "crowd_as_fast",
            Self::BroadActivity => "broad_activity",
        }
    }

    /// All, in order.
    pub const ALL: [Self; 7] = [
        Self::OneDomain,
        Self::ConstantLag,
        Self::SharedName,
        Self::FixedSchedule,
        Self::FewEvents,
        Self::CrowdAsFast,
        Self::BroadActivity,
    ];
}

/// One hint with its measurement.
#[derive(Debug, Clone, PartialEq)]
pub struct Hint {
    /// What was measured.
    pub kind: HintKind,
    /// The value.
    pub value: f64,
    /// The value from which the explanation fits.
    pub threshold: f64,
    /// Whether it fits.
    pub fits: bool,
    /// A plain sentence with the numbers.
    pub sentence: String,
}

/// Surrogate check of a whole group against the crowd on its objects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupCheck {
    /// Co-acting member pairs (summed over objects) observed.
    pub observed: f64,
    /// Mean over the surrogates.
    pub expected: f64,
    /// (1 + surrogates at least as large) / (1 + surrogates).
    pub p: f64,
    /// Benjamini-Hochberg over groups.
    pub q: f64,
    /// Surrogates made; 0 when there was no crowd to draw from (then p is 1 and says nothing).
    pub n_surrogates: u32,
}

/// An object that many members acted on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TopObject {
    /// Layer.
    pub layer: u16,
    /// Object.
    pub object: u32,
    /// Members with a co-action on it.
    pub n_members: u32,
    /// Accounts of the whole data set on it.
    pub n_accounts: u32,
}

/// Why an account that meets a group is not counted as its member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ApartReason {
    /// It comes first on nearly all objects and never reacts: the group copies it. It may be their victim or their
    /// source.
    Copied,
    /// It comes last on nearly all objects: it follows the group, or its times were set so.
    Follows,
    /// All its meetings with the group stand in one file (index into [`crate::Dataset::sources`]), though it posts in
    /// others too, in which the group meets without it.
    OneFile(u32),
}

impl ApartReason {
    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Copied => "copied_by",
            Self::Follows => "follows",
            Self::OneFile(_) => "one_file",
        }
    }
}

/// An account that meets a group without being counted as its member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apart {
    /// The account.
    pub account: u32,
    /// Why.
    pub why: ApartReason,
    /// Objects on which it was first (or last); its posts in meetings in the one file.
    pub n: u32,
    /// Objects on which it met the group; its posts in the other files.
    pub of: u32,
}

/// Accounts that the validated edges hold together.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Number from 1: groups without an innocent explanation first, then largest evidence first.
    pub id: u32,
    /// Accounts, ascending.
    pub members: Vec<u32>,
    /// Accounts that meet the group but are not counted as members, ascending.
    pub apart: Vec<Apart>,
    /// For each member the share of the consensus runs in which it stays with the group.
    pub stability: Vec<f64>,
    /// Lead edges inside (before the group's label is applied).
    pub n_edges: u32,
    /// `n_edges` over possible edges.
    pub density: f64,
    /// Sum over edges of distinct objects with a co-action.
    pub observed: u64,
    /// Expected under the own-rhythm null.
    pub expected: f64,
    /// Expected under the crowd null, where there is a crowd.
    pub expected_crowd: Option<f64>,
    /// Smallest and combined p of its edges (Cauchy combination).
    pub p: f64,
    /// Benjamini-Hochberg over groups.
    pub q: f64,
    /// Check against the crowd.
    pub check: GroupCheck,
    /// Edges in each layer: (layer, edges with a co-action in it).
    pub layers: Vec<(u16, u32)>,
    /// (platform, members).
    pub platforms: Vec<(String, u32)>,
    /// (language, posts).
    pub languages: Vec<(String, u32)>,
    /// Member actions in each hour of the day, UTC.
    pub hours: [u32; 24],
    /// First action of a co-action.
    pub first_us: i64,
    /// Last action of a co-action.
    pub last_us: i64,
    /// Members that come first, with the share of their co-actions in which they do, highest first.
    pub leaders: Vec<(u32, f64)>,
    /// Objects that most members co-acted on.
    pub top_objects: Vec<TopObject>,
    /// Share of the members' actions that are part of a co-action inside the group.
    pub coaction_share: f64,
    /// Share of all actions on the group's objects that are by members.
    pub reach_share: f64,
    /// Measured innocent explanations, those that fit first.
    pub hints: Vec<Hint>,
    /// What it is called.
    pub label: GroupLabel,
    /// Strongest edges (indices into [`Analysis::edges`]), strongest first.
    pub strongest: Vec<u32>,
}

/// One account in the result.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountSummary {
    /// Account.
    pub account: u32,
    /// Actions in all layers used.
    pub n_actions: u32,
    /// Edges of any standing.
    pub n_edges: u32,
    /// Edges led with or explained.
    pub n_lead_edges: u32,
    /// Group, when in one.
    pub group: Option<u32>,
    /// Stability in its group.
    pub stability: Option<f64>,
    /// Grid step in seconds when its times sit on a schedule.
    pub schedule_secs: Option<u32>,
}

/// The whole result.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// Settings used.
    pub settings: CoactionSettings,
    /// Layers used, with totals; `layer` fields index into this.
    pub layers: Vec<LayerSummary>,
    /// Clock and schedules.
    pub clock: ClockReport,
    /// Pairs with at least one co-action, ordered by (a, b).
    pub edges: Vec<CoactionEdge>,
    /// Rows behind the edges, edge after edge.
    pub evidence: Vec<EvidenceRow>,
    /// Groups, in order of id.
    pub groups: Vec<Group>,
    /// Accounts with at least one edge, ascending.
    pub accounts: Vec<AccountSummary>,
    /// Viral moments.
    pub moments: Vec<Moment>,
    /// Error rates.
    pub calibration: Calibration,
    /// Why nothing could be tested, when so (`time resolution 1 h is coarser than the window 60 s`).
    pub not_applicable: Option<String>,
    /// Plain sentences on the run as a whole.
    pub notes: Vec<String>,
    /// What the groups led with rest on, where that was asked.
    pub stability: Stability,
}

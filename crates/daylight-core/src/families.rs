//! Families of texts: posts that say nearly the same in nearly the same words.

/// What was done to one wording to get another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextChange {
    /// The same words; something was put before, behind or around them, or mistyped.
    Copy,
    /// Words were replaced or moved.
    Rewording,
}

impl TextChange {
    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Rewording => "rewording",
        }
    }

    /// All, in order.
    pub const ALL: [Self; 2] = [Self::Copy, Self::Rewording];
}

/// Why a family is no object of the tests of timing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FamilySetAside {
    /// Nearly all its posts carry one and the same link: a headline or the text of a share button. The link is
    /// tested already.
    OneLink,
    /// So many accounts use it on so many days that it is a formula, such as a greeting.
    Formula,
}

impl FamilySetAside {
    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::OneLink => "one_link",
            Self::Formula => "formula",
        }
    }

    /// All, in order.
    pub const ALL: [Self; 2] = [Self::OneLink, Self::Formula];

    /// One plain sentence for the report.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::OneLink => {
                "Set aside: nearly all of these posts carry the same link, so this is its headline or the text of a share button."
            }
            Self::Formula => "Set aside: many accounts use it on many days, as people do with greetings.",
        }
    }
}

/// A member that was changed, for showing beside the centre.
#[derive(Debug, Clone, PartialEq)]
pub struct Wording {
    /// The text as one of its posts has it.
    pub text: String,
    /// Jaccard similarity to the centre.
    pub similarity: f64,
    /// What was done.
    pub change: TextChange,
}

/// Posts with the same text, or with texts near one of them.
#[derive(Debug, Clone, PartialEq)]
pub struct TextFamily {
    /// Number from 1, most accounts first.
    pub id: u32,
    /// Posts.
    pub n_posts: u32,
    /// Accounts.
    pub n_accounts: u32,
    /// Different texts after normalization.
    pub n_wordings: u32,
    /// Wordings that are copies of the centre, without itself.
    pub n_copies: u32,
    /// Wordings that are rewordings of the centre.
    pub n_rewordings: u32,
    /// Largest distance (1 - Jaccard similarity) of two wordings, among those farthest from the centre.
    pub diameter: f64,
    /// Id of the account of the earliest post, where posts have times.
    pub first_account: Option<String>,
    /// Time of the earliest post, microseconds UTC.
    pub first_us: Option<i64>,
    /// Time of the latest post.
    pub last_us: Option<i64>,
    /// (platform, accounts).
    pub platforms: Vec<(String, u32)>,
    /// (language, posts).
    pub languages: Vec<(String, u32)>,
    /// Why it is not tested, when so.
    pub set_aside: Option<FamilySetAside>,
    /// The most frequent wording, as its earliest post has it.
    pub text: String,
    /// The wording farthest from it, where there is another.
    pub farthest: Option<Wording>,
}

/// All families of a data set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TextFamilies {
    /// Families of at least two accounts, most accounts first.
    pub families: Vec<TextFamily>,
    /// Families of at least two accounts, also those beyond the list.
    pub n_families: u64,
    /// Posts with a text.
    pub n_texts: u64,
    /// Texts too short to say that likeness is more than chance.
    pub n_short: u64,
    /// Texts of reposts, which are tested as reposts.
    pub n_reposts: u64,
    /// Different texts among the rest.
    pub n_wordings: u64,
    /// Smallest similarity to the centre of a family.
    pub threshold: f64,
}

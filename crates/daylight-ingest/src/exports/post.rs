//! The canonical record: one post of any platform, with what its export says and nothing more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use daylight_core::ObjectKind;

/// One post, message, video, comment or article, as an export describes it.
///
/// Missing is `None` or an empty list, never 0 or "". Ids are the platform's own strings. Everything that the
/// export says and no field here holds is kept in [`Post::extra`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Post {
    /// Lower-case name of the platform (`x`, `telegram`, `tiktok`, `web`); absent where the export does not tell.
    pub platform: Option<String>,
    /// Who, as the export describes the account at the time of this post.
    pub account: Account,
    /// The platform's id; absent only when it is damaged ([`Mark::DamagedId`]).
    pub content_id: Option<String>,
    /// When.
    pub time: Option<PostTime>,
    /// Plain text: HTML is turned into text, lists of parts are joined.
    pub text: Option<String>,
    /// In which language, and who says so.
    pub language: Option<Language>,
    /// Links in order of appearance, each canonical form once; expanded where the export has it.
    pub links: Vec<Link>,
    /// Hashtags in order: NFC, lower case, without the sign, each once.
    pub hashtags: Vec<String>,
    /// Mentioned accounts in order: handles in lower case without the sign, ids where there is no handle.
    pub mentions: Vec<String>,
    /// Id of the item that this one reposts.
    pub repost_of: Option<String>,
    /// Id of the item that this one answers.
    pub reply_to: Option<String>,
    /// Id of the item that this one quotes.
    pub quote_of: Option<String>,
    /// Attached images, videos and files.
    pub media: Vec<Media>,
    /// What else it acts on: ids of links, domains, texts or things that only the export knows, in order.
    pub objects: Vec<(ObjectKind, String)>,
    /// Counts as the export has them: `likes`, `reposts`, `replies`, `quotes`, `views`, `shares`, `comments` ...
    pub metrics: BTreeMap<String, i64>,
    /// What is special about it.
    pub marks: BTreeSet<Mark>,
    /// Where it stands.
    pub origin: Origin,
    /// Fields that no field here holds, as the text of one JSON object.
    pub extra: Option<String>,
}

/// An account as one post describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// The platform's id; the handle in lower case where the export has no (undamaged) id.
    pub id: Option<String>,
    /// The name in the address, without the sign, as written.
    pub handle: Option<String>,
    /// The name that is shown.
    pub name: Option<String>,
    /// What the account says about itself.
    pub bio: Option<String>,
    /// When it was created, microseconds UTC.
    pub created_us: Option<i64>,
    /// Number of followers.
    pub n_followers: Option<i64>,
}

/// A time with its fineness.
#[derive(Debug, Clone, PartialEq)]
pub struct PostTime {
    /// Microseconds since 1970 UTC.
    pub us: i64,
    /// Fineness of the notation in seconds: 60 for a time to the minute, 0.001 for milliseconds.
    pub resolution_secs: f64,
    /// As the export writes it.
    pub original: String,
}

/// A language and where the word comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Language {
    /// ISO 639-1 code where there is one, otherwise as the export writes it.
    pub tag: String,
    /// Absent when the export declares it, 0 to 1 when it was detected from the text.
    pub confidence: Option<f64>,
}

impl Language {
    /// `export` or `detected`.
    pub fn lang_source(&self) -> &'static str {
        if self.confidence.is_some() { "detected" } else { "export" }
    }
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As the export has it (expanded, where it expands).
    pub original: String,
    /// One form for all ways of writing it; see [`crate::exports::links::canonical`].
    pub canonical: String,
    /// Registrable domain of the canonical form; none for addresses and what is no web link.
    pub domain: Option<String>,
    /// The link goes through a shortener whose target the export does not tell.
    pub unresolved_shortener: bool,
}

/// An attached file.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Media {
    /// The platform's key, or the name of the file beside the export.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key: Option<String>,
    /// `photo`, `video`, `audio`, `file` or as the export says.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<String>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    /// A hash that the export gives.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hash: Option<String>,
}

/// What is special about a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// An id was turned into a floating-point number by another tool and is lost; its original text is kept in
    /// `extra` under `damaged_ids`. It joins nothing.
    DamagedId,
    /// The platform or the author deleted it.
    Deleted,
    /// It was edited.
    Edited,
    /// The account has no id in the export; its handle stands in.
    HandleAsId,
    /// Not asked for by the collection, only included because another post refers to it.
    Included,
    /// The export holds only the beginning of its text.
    Truncated,
    /// The platform withholds it somewhere or everywhere.
    Withheld,
}

impl Mark {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::DamagedId,
        Self::Deleted,
        Self::Edited,
        Self::HandleAsId,
        Self::Included,
        Self::Truncated,
        Self::Withheld,
    ];

    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::DamagedId => "damaged_id",
            Self::Deleted => "deleted",
            Self::Edited => "edited",
            Self::HandleAsId => "handle_as_id",
            Self::Included => "included",
            Self::Truncated => "truncated",
            Self::Withheld => "withheld",
        }
    }

    /// The mark of a word.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.name() == name)
    }
}

/// Where a post stands in its original.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// SHA-256 of the original file in hexadecimal, when the caller gave it.
    pub source_sha256: Option<Arc<str>>,
    /// Path inside the original, when that is an archive.
    pub entry: Option<Arc<str>>,
    /// Record of the file, from 1.
    pub record: u64,
    /// Line on which the record begins, from 1; absent where lines say nothing.
    pub line: Option<u64>,
    /// Byte on which the record begins, from 0; absent when the file had to be decoded to UTF-8.
    pub offset: Option<u64>,
}

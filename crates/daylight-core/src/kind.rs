//! What an action was done on.

use std::fmt;
use std::str::FromStr;

/// The kind of object that two accounts can act on together. Each kind is a layer of its own.
///
/// The words are those of the literature: co-link, co-hashtag, co-retweet, co-reply, co-tweet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// A link as given.
    Url,
    /// The registered domain of a link.
    Domain,
    /// The name of a campaign in the links of one host.
    CampaignTag,
    /// One hashtag.
    Hashtag,
    /// The ordered hashtags of one post.
    HashtagSequence,
    /// A mentioned account.
    Mention,
    /// The accounts that one post mentions, in no order.
    MentionSet,
    /// The item that was reposted.
    RepostOf,
    /// The author of the items that were reposted, hour by hour.
    RepostAuthor,
    /// The item that was replied to.
    ReplyTo,
    /// The item that was quoted.
    QuoteOf,
    /// Exact text after normalization.
    Text,
    /// A family of near-identical texts.
    TextFamily,
    /// A perceptual image hash or family.
    ImageFamily,
    /// An object whose kind the input does not tell (a column named `object_id`).
    Object,
    /// A kind that the user named (`object:NAME=column`).
    Other(String),
}

impl ObjectKind {
    /// The lower-case name used in files, options and reports.
    pub fn name(&self) -> &str {
        match self {
            Self::Url => "url",
            Self::Domain => "domain",
            Self::CampaignTag => "campaign_tag",
            Self::Hashtag => "hashtag",
            Self::HashtagSequence => "hashtag_sequence",
            Self::Mention => "mention",
            Self::MentionSet => "mention_set",
            Self::RepostOf => "repost_of",
            Self::RepostAuthor => "repost_author",
            Self::ReplyTo => "reply_to",
            Self::QuoteOf => "quote_of",
            Self::Text => "text",
            Self::TextFamily => "text_family",
            Self::ImageFamily => "image",
            Self::Object => "object",
            Self::Other(name) => name,
        }
    }
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ObjectKind {
    type Err = std::convert::Infallible;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let lower = s.to_ascii_lowercase();
        Ok(match lower.as_str() {
            "url" | "link" => Self::Url,
            "domain" => Self::Domain,
            "hashtag" => Self::Hashtag,
            "hashtag_sequence" => Self::HashtagSequence,
            "campaign_tag" => Self::CampaignTag,
            "mention" => Self::Mention,
            "mention_set" => Self::MentionSet,
            "repost_author" => Self::RepostAuthor,
            "repost_of" | "repost" | "retweet" => Self::RepostOf,
            "reply_to" | "reply" => Self::ReplyTo,
            "quote_of" | "quote" => Self::QuoteOf,
            "text" => Self::Text,
            "text_family" => Self::TextFamily,
            "image" | "phash" | "image_family" => Self::ImageFamily,
            "object" => Self::Object,
            _ => Self::Other(lower),
        })
    }
}

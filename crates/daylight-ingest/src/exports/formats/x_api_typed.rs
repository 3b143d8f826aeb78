//! The members of X API v2 that a post is made of, borrowed from the text of a line.
//!
//! Whatever is of another type than X writes it (an id as a number, null in place of a list) makes the line
//! unreadable in this form; it is then read as a tree of values, which knows all the ways of tools.

#![allow(clippy::struct_field_names, reason = "the names of X")]

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, Visitor};
use serde::{Deserialize, de};

/// Text, borrowed unless it holds escapes.
#[derive(Debug)]
pub struct Text<'a>(Cow<'a, str>);

impl Text<'_> {
    /// Trimmed; nothing when empty.
    pub fn said(&self) -> Option<&str> {
        Some(self.0.trim()).filter(|s| !s.is_empty())
    }
}

/// Trimmed text that is there and not empty.
pub fn said<'a>(text: Option<&'a Text<'_>>) -> Option<&'a str> {
    text.and_then(Text::said)
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowing;
        impl<'de> Visitor<'de> for Borrowing {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }
            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Borrowing)
    }
}

/// Whether a member stands there, be it null.
fn there<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}

/// A post, or a whole response.
#[derive(Deserialize)]
pub struct Post<'a> {
    #[serde(borrow)]
    pub id: Option<Text<'a>>,
    pub author_id: Option<Text<'a>>,
    pub created_at: Option<Text<'a>>,
    pub text: Option<Text<'a>>,
    pub lang: Option<Text<'a>>,
    pub public_metrics: Option<Metrics>,
    pub entities: Option<Entities<'a>>,
    pub note_tweet: Option<Note<'a>>,
    pub referenced_tweets: Option<Vec<Reference<'a>>>,
    pub attachments: Option<Attachments<'a>>,
    pub author: Option<User<'a>>,
    pub edit_history_tweet_ids: Option<Vec<IgnoredAny>>,
    pub withheld: Option<IgnoredAny>,
    #[serde(rename = "__twarc")]
    pub twarc: Option<IgnoredAny>,
    pub data: Option<Vec<Post<'a>>>,
    pub includes: Option<Includes<'a>>,
    #[serde(default)]
    pub errors: Vec<ApiError<'a>>,
}

#[derive(Deserialize)]
pub struct Metrics {
    pub like_count: Option<i64>,
    pub reply_count: Option<i64>,
    pub retweet_count: Option<i64>,
    pub quote_count: Option<i64>,
    pub impression_count: Option<i64>,
    pub bookmark_count: Option<i64>,
    pub followers_count: Option<i64>,
}

#[derive(Deserialize)]
pub struct Entities<'a> {
    #[serde(borrow, default)]
    pub urls: Vec<Url<'a>>,
    #[serde(default)]
    pub hashtags: Vec<Tag<'a>>,
    #[serde(default)]
    pub mentions: Vec<Mention<'a>>,
    #[serde(default)]
    pub user_mentions: Vec<Mention<'a>>,
}

#[derive(Deserialize)]
pub struct Url<'a> {
    #[serde(borrow)]
    pub url: Option<Text<'a>>,
    pub expanded_url: Option<Text<'a>>,
    pub unwound_url: Option<Text<'a>>,
    pub display_url: Option<Text<'a>>,
    #[serde(default, deserialize_with = "there")]
    pub media_key: bool,
}

#[derive(Deserialize)]
pub struct Tag<'a> {
    #[serde(borrow)]
    pub tag: Option<Text<'a>>,
    pub text: Option<Text<'a>>,
}

#[derive(Deserialize)]
pub struct Mention<'a> {
    #[serde(borrow)]
    pub username: Option<Text<'a>>,
    pub screen_name: Option<Text<'a>>,
    pub id_str: Option<Text<'a>>,
    pub id: Option<Text<'a>>,
}

#[derive(Deserialize)]
pub struct Note<'a> {
    #[serde(borrow)]
    pub text: Option<Text<'a>>,
    pub entities: Option<Entities<'a>>,
}

/// What a post refers to; flattened posts carry it whole.
#[derive(Deserialize)]
pub struct Reference<'a> {
    #[serde(borrow, rename = "type")]
    pub kind: Option<Text<'a>>,
    pub id: Option<Text<'a>>,
    pub text: Option<Text<'a>>,
    pub entities: Option<Entities<'a>>,
    pub note_tweet: Option<Note<'a>>,
}

#[derive(Deserialize)]
pub struct User<'a> {
    #[serde(borrow)]
    pub id: Option<Text<'a>>,
    pub username: Option<Text<'a>>,
    pub name: Option<Text<'a>>,
    pub description: Option<Text<'a>>,
    pub created_at: Option<Text<'a>>,
    pub public_metrics: Option<Metrics>,
}

#[derive(Deserialize)]
pub struct Attachments<'a> {
    #[serde(borrow)]
    pub media_keys: Option<Vec<Text<'a>>>,
    pub media: Option<Vec<Media<'a>>>,
}

#[derive(Deserialize)]
pub struct Media<'a> {
    #[serde(borrow)]
    pub media_key: Option<Text<'a>>,
    #[serde(rename = "type")]
    pub kind: Option<Text<'a>>,
    pub url: Option<Text<'a>>,
    pub preview_image_url: Option<Text<'a>>,
}

#[derive(Deserialize)]
pub struct Includes<'a> {
    #[serde(borrow, default)]
    pub users: Vec<User<'a>>,
    #[serde(default)]
    pub tweets: Vec<Post<'a>>,
    #[serde(default)]
    pub media: Vec<Media<'a>>,
}

#[derive(Deserialize)]
pub struct ApiError<'a> {
    #[serde(borrow)]
    pub resource_id: Option<Text<'a>>,
}

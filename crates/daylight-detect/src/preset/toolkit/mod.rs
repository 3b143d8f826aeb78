//! The Coordination Network Toolkit (repository head): six networks of accounts that act on one key in a window.
//!
//! Directed edge (a, b): `weight` is the number of distinct messages of a with a partner message of b, so
//! (a, b) and (b, a) can differ. Time and memory: each message is compared with the messages of the same
//! key inside its window; only the edges are kept.

mod count;
mod input;
mod output;
mod text;

pub use input::{Message, Messages};

use super::PresetError;

/// What two messages must share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// The message that both repost.
    CoRetweet,
    /// A URL (not in reposts).
    CoLink,
    /// Their text after normalization (not in reposts).
    CoTweet,
    /// The message that both reply to (not in reposts).
    CoReply,
    /// Nothing but the time.
    CoPost,
    /// Most of their words (not in reposts).
    CoSimilar,
}

impl Network {
    /// All six.
    pub const ALL: [Self; 6] =
        [Self::CoRetweet, Self::CoLink, Self::CoTweet, Self::CoReply, Self::CoPost, Self::CoSimilar];

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::CoRetweet => "co-retweet",
            Self::CoLink => "co-link",
            Self::CoTweet => "co-tweet",
            Self::CoReply => "co-reply",
            Self::CoPost => "co-post",
            Self::CoSimilar => "co-similar",
        }
    }

    /// The tool's own word, which it writes as `edge_type`.
    pub fn edge_type(self) -> &'static str {
        match self {
            Self::CoRetweet => "co_retweet",
            Self::CoLink => "co_link",
            Self::CoTweet => "co_tweet",
            Self::CoReply => "co_reply",
            Self::CoPost => "co_post",
            Self::CoSimilar => "co_similar_tweet",
        }
    }

    /// The network with this name; the tool's own spelling is understood too.
    pub fn from_name(name: &str) -> Result<Self, PresetError> {
        let found = Self::ALL.into_iter().find(|n| n.name() == name || n.edge_type() == name);
        found.ok_or_else(|| PresetError::Setting {
            name: "--network",
            value: name.to_owned(),
            must: "co-retweet, co-link, co-tweet, co-reply, co-post or co-similar",
        })
    }
}

/// Parameters. The window and the weight default to those of the tool's command line.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Which network.
    pub network: Network,
    /// Two messages co-act when their times differ by at most this many seconds.
    pub time_window_secs: f64,
    /// Edges with a smaller weight are left out.
    pub min_edge_weight: u32,
    /// Keep edges of an account with itself.
    pub keep_loops: bool,
    /// [`Network::CoSimilar`] only: smallest share of common words (Jaccard).
    pub similarity: f64,
}

impl Settings {
    /// The tool's defaults for one network.
    pub fn new(network: Network) -> Self {
        Self { network, time_window_secs: 1.0, min_edge_weight: 2, keep_loops: false, similarity: 0.9 }
    }

    fn check(&self) -> Result<(), PresetError> {
        if self.time_window_secs.is_nan() || self.time_window_secs < 0.0 {
            return Err(PresetError::Setting {
                name: "--time-window",
                value: self.time_window_secs.to_string(),
                must: "a number of seconds, 0 or more",
            });
        }
        if !(0.0..=1.0).contains(&self.similarity) {
            return Err(PresetError::Setting {
                name: "similarity",
                value: self.similarity.to_string(),
                must: "a share between 0 and 1",
            });
        }
        Ok(())
    }
}

/// A directed edge; accounts by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// The account whose messages are counted.
    pub source: u32,
    /// The account of the partner messages.
    pub target: u32,
    /// Distinct messages of `source` with at least one partner message of `target`.
    pub weight: u32,
}

/// All tables of a run.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// What was asked for.
    pub settings: Settings,
    /// Edges by the ids of source and target.
    pub edges: Vec<Edge>,
    /// Plain sentences for the user.
    pub notes: Vec<String>,
    messages: &'a Messages<'a>,
}

/// Computes one network.
pub fn run<'a>(messages: &'a Messages<'a>, settings: &Settings) -> Result<Outcome<'a>, PresetError> {
    settings.check()?;
    let edges = count::edges(messages, settings)?;
    Ok(Outcome { settings: settings.clone(), edges, notes: notes(messages, settings.network), messages })
}

fn notes(messages: &Messages, network: Network) -> Vec<String> {
    let mut notes = Vec::new();
    if messages.n_repeated > 0 {
        notes.push(format!(
            "{} rows repeat a message id; the first row of each counts (the URLs of all of them do).",
            messages.n_repeated
        ));
    }
    if network == Network::CoLink && messages.n_without_links > 0 {
        notes.push(format!(
            "{} messages have no link. The toolkit gives each of them one empty URL, so that they are linked with \
             each other inside the window; leave these rows out of the input if that is not what you mean.",
            messages.n_without_links
        ));
    }
    if !messages.has(network) {
        notes.push(format!("The input has nothing that {} could compare: the tables are empty.", network.name()));
    }
    if messages.n_untimed > 0 {
        notes.push(format!("{} messages have no readable time and match nothing.", messages.n_untimed));
    }
    notes
}

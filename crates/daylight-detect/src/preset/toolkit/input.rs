//! The eight columns that the toolkit reads.

use std::borrow::Cow;
use std::collections::HashSet;

use daylight_core::{Dataset, IdTable, Layer, ObjectKind};

use super::Network;
use crate::preset::{Column, Interner, PresetError, need_contents, secs};

/// One row of the toolkit's input table, cells as they stand in the file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Message<'a> {
    /// Id of the message; a row that repeats one is ignored, except for its URLs.
    pub message_id: &'a str,
    /// Id of the account.
    pub user_id: &'a str,
    /// Name of the account, for display.
    pub username: &'a str,
    /// The message that this one reposts; empty for none.
    pub repost_id: &'a str,
    /// The message that this one replies to; empty for none.
    pub reply_id: &'a str,
    /// Text.
    pub message: &'a str,
    /// Time in seconds; `None` when it is no number, which matches nothing.
    pub timestamp: Option<f64>,
    /// URLs separated by single spaces; an empty cell is one empty URL, as in the tool.
    pub urls: &'a str,
}

/// A URL in a message that is no repost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    pub(super) message: u32,
    pub(super) user: u32,
    pub(super) url: u32,
    pub(super) time_secs: f64,
}

/// The input table: one entry a message (first row of its id), and the links.
#[derive(Debug, Clone)]
pub struct Messages<'a> {
    /// Accounts; `user.ids()` has one entry a message, like all columns below.
    pub(super) user: Column<'a>,
    pub(super) message: Vec<u32>,
    /// NaN where missing.
    pub(super) time_secs: Vec<f64>,
    pub(super) repost: Column<'a>,
    pub(super) reply: Column<'a>,
    /// Texts by [`Messages::text_row`]; `None` when the input has none.
    pub(super) text: Option<Cow<'a, IdTable>>,
    pub(super) text_row: Vec<u32>,
    pub(super) links: Vec<Link>,
    pub(super) usernames: Vec<Option<String>>,
    /// Rows whose message id was seen before.
    pub(super) n_repeated: u64,
    /// Messages that got the empty URL.
    pub(super) n_without_links: u64,
    pub(super) n_untimed: u64,
}

impl<'a> Messages<'a> {
    /// From rows, in the order of the file.
    pub fn from_rows<'r>(rows: impl IntoIterator<Item = Message<'r>>) -> Messages<'static> {
        let (mut users, mut ids, mut keys) = (Interner::default(), Interner::default(), Interner::default());
        let (mut urls, mut texts) = (Interner::default(), IdTable::new());
        let mut all = Messages::empty();
        let (mut user_ids, mut reposts, mut replies) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen_links = HashSet::new();
        for row in rows {
            let before = ids.table.len() as u32;
            let (message, user) = (ids.id(row.message_id), users.id(row.user_id));
            let time_secs = row.timestamp.filter(|t| t.is_finite()).unwrap_or(f64::NAN);
            if message == before {
                let mut key = |id: &str| (!id.is_empty()).then(|| keys.id(id));
                reposts.push(key(row.repost_id));
                replies.push(key(row.reply_id));
                all.text_row.push(texts.push(row.message));
                user_ids.push(user);
                all.message.push(message);
                all.time_secs.push(time_secs);
                all.add_username(user, Some(row.username));
            } else {
                all.n_repeated += 1;
            }
            if row.repost_id.is_empty() {
                for url in row.urls.split(' ') {
                    let url = urls.id(url);
                    if seen_links.insert((message, url)) {
                        all.links.push(Link { message, user, url, time_secs });
                    }
                }
                all.n_without_links += u64::from(row.urls.is_empty());
            }
        }
        let keys = keys.table();
        let column = |ids: &[Option<u32>]| {
            let missing = keys.len() as u32;
            Column::new(Cow::Owned(keys.clone()), ids.iter().map(|id| id.unwrap_or(missing)).collect())
        };
        all.repost = column(&reposts);
        all.reply = column(&replies);
        all.text = Some(Cow::Owned(texts));
        all.usernames.resize(users.table.len(), None);
        all.user = Column::new(Cow::Owned(users.table()), user_ids);
        all.n_untimed = all.time_secs.iter().filter(|t| t.is_nan()).count() as u64;
        all
    }

    /// From a data set: its posts are the messages, in order.
    ///
    /// - `message_id` is the content id, `user_id` the account, `username` the account's name, `message` the text.
    /// - `repost_id`, `reply_id` and the URLs come from the layers [`ObjectKind::RepostOf`],
    ///   [`ObjectKind::ReplyTo`] and [`ObjectKind::Url`]; of several reposts or replies of one post the first counts.
    /// - A data set does not say whether a cell was empty: a post that is no repost and has no URL gets the
    ///   one empty URL that the tool gives an empty cell. Where the input had no column of URLs at all,
    ///   nothing gets one, and co-link is empty.
    pub fn from_dataset(data: &'a Dataset) -> Result<Self, PresetError> {
        need_contents(data)?;
        let layer = |kind: &ObjectKind| data.layers.iter().find(|l| l.kind == *kind);
        let n = data.posts.len();
        let mut all = Messages::empty();
        let (repost_table, repost) = first_actions(layer(&ObjectKind::RepostOf), n);
        let (reply_table, reply) = first_actions(layer(&ObjectKind::ReplyTo), n);
        let no_repost = repost_table.len() as u32;
        let mut seen = vec![false; data.contents.len()];
        let rows: Vec<u32> = (0..n as u32)
            .filter(|&p| !std::mem::replace(&mut seen[data.posts.content[p as usize] as usize], true))
            .collect();
        let at = |ids: &[u32]| rows.iter().map(|&p| ids[p as usize]).collect::<Vec<u32>>();
        if let Some(urls) = layer(&ObjectKind::Url) {
            all.add_links(data, urls, |post| repost[post as usize] == no_repost);
        }
        all.user = Column::new(Cow::Borrowed(&data.accounts), at(&data.posts.account));
        all.message = at(&data.posts.content);
        all.time_secs = rows.iter().map(|&p| secs(data.posts.time_us[p as usize])).collect();
        all.repost = Column::new(repost_table, at(&repost));
        all.reply = Column::new(reply_table, at(&reply));
        all.text = data.posts.text.as_ref().map(Cow::Borrowed);
        all.n_repeated = (n - rows.len()) as u64;
        all.n_untimed = all.time_secs.iter().filter(|t| t.is_nan()).count() as u64;
        all.text_row = rows;
        let names = data.account_names.iter().flat_map(IdTable::iter);
        all.usernames = names.map(|name| (!name.is_empty()).then(|| name.to_owned())).collect();
        all.usernames.resize(data.accounts.len(), None);
        Ok(all)
    }

    /// Number of messages.
    pub fn len(&self) -> usize {
        self.message.len()
    }

    /// Whether there are no messages.
    pub fn is_empty(&self) -> bool {
        self.message.is_empty()
    }

    /// The account id of number `user`.
    pub fn user_id(&self, user: u32) -> &str {
        self.user.name(user).unwrap_or("")
    }

    /// Whether the message is a repost.
    pub(super) fn is_repost(&self, row: usize) -> bool {
        self.repost.ids()[row] != self.repost.missing()
    }

    /// Whether the input has what the network compares.
    pub(super) fn has(&self, network: Network) -> bool {
        match network {
            Network::CoRetweet => self.repost.n() > 0,
            Network::CoReply => self.reply.n() > 0,
            Network::CoLink => !self.links.is_empty(),
            Network::CoTweet | Network::CoSimilar => self.text.is_some(),
            Network::CoPost => !self.is_empty(),
        }
    }

    fn empty() -> Self {
        Self {
            user: Column::default(),
            message: Vec::new(),
            time_secs: Vec::new(),
            repost: Column::default(),
            reply: Column::default(),
            text: None,
            text_row: Vec::new(),
            links: Vec::new(),
            usernames: Vec::new(),
            n_repeated: 0,
            n_without_links: 0,
            n_untimed: 0,
        }
    }

    /// Keeps the last name in byte order of those an account used, as the tool does.
    fn add_username(&mut self, user: u32, name: Option<&str>) {
        let user = user as usize;
        if self.usernames.len() <= user {
            self.usernames.resize(user + 1, None);
        }
        if self.usernames[user].as_deref() < name {
            self.usernames[user] = name.map(str::to_owned);
        }
    }

    fn add_links(&mut self, data: &Dataset, layer: &Layer, is_original: impl Fn(u32) -> bool) {
        let empty = layer.objects.len() as u32;
        let mut has_url = vec![false; data.posts.len()];
        for &post in &layer.post {
            has_url[post as usize] = true;
        }
        let bare: Vec<u32> = (0..data.posts.len() as u32).filter(|&p| !has_url[p as usize] && is_original(p)).collect();
        self.n_without_links = bare.len() as u64;
        let given = layer.post.iter().copied().zip(layer.object.iter().copied()).filter(|&(p, _)| is_original(p));
        let mut links: Vec<(u32, u32)> = given.chain(bare.into_iter().map(|p| (p, empty))).collect();
        // Posts in order, so that of a repeated message the first row of each URL counts.
        links.sort_by_key(|l| l.0);
        let mut seen = HashSet::with_capacity(links.len());
        for (post, url) in links {
            let p = post as usize;
            let message = data.posts.content[p];
            if seen.insert((message, url)) {
                let time_secs = secs(data.posts.time_us[p]);
                self.links.push(Link { message, user: data.posts.account[p], url, time_secs });
            }
        }
    }
}

/// For each post its first object in the layer; the number of objects where it has none.
fn first_actions(layer: Option<&Layer>, n_posts: usize) -> (Cow<'_, IdTable>, Vec<u32>) {
    let Some(layer) = layer else { return (Cow::Owned(IdTable::new()), vec![0; n_posts]) };
    let none = layer.objects.len() as u32;
    let mut first = vec![none; n_posts];
    for (&post, &object) in layer.post.iter().zip(&layer.object) {
        if first[post as usize] == none {
            first[post as usize] = object;
        }
    }
    (Cow::Borrowed(&layer.objects), first)
}

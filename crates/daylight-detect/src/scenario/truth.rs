//! What is true of a scenario, and the files that carry it.

use std::io::{self, Write};

use daylight_core::{Dataset, Layer, ObjectKind, PostTable};

/// Accounts that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct TruthGroup {
    /// `run-1`, `fans-2`, `viewers`, `background` ...
    pub name: String,
    /// Whether it is run, or an honest crowd.
    pub planted: bool,
    /// Longest distance in seconds of two planted actions of one wave (0 for honest crowds).
    pub spread_secs: f64,
    /// Accounts, ascending.
    pub members: Vec<u32>,
}

/// A post that its account made because it was told to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlantedPost {
    /// Index into the posts.
    pub post: u32,
    /// Index into [`Truth::groups`].
    pub group: u16,
    /// Posts of one wave follow one order; numbered over the scenario.
    pub wave: u32,
}

/// The truth of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// Crowds and planted groups. Every account is in exactly one.
    pub groups: Vec<TruthGroup>,
    /// Group of each account.
    pub group_of: Vec<u16>,
    /// Planted posts in post order.
    pub planted_posts: Vec<PlantedPost>,
}

impl Truth {
    /// The account's crowd or group.
    ///
    /// # Panics
    /// When `account` is not in the data set.
    pub fn group(&self, account: u32) -> &TruthGroup {
        &self.groups[usize::from(self.group_of[account as usize])]
    }

    /// Whether the account is run.
    pub fn is_planted(&self, account: u32) -> bool {
        self.group(account).planted
    }

    /// Whether both accounts are run and by the same group: the only edges that are true.
    pub fn is_true_edge(&self, a: u32, b: u32) -> bool {
        a != b && self.group_of[a as usize] == self.group_of[b as usize] && self.is_planted(a)
    }

    /// The planted groups.
    pub fn planted_groups(&self) -> impl Iterator<Item = &TruthGroup> {
        self.groups.iter().filter(|g| g.planted)
    }

    /// Pairs inside planted groups.
    pub fn n_planted_pairs(&self) -> u64 {
        self.planted_groups().map(|g| (g.members.len() * g.members.len().saturating_sub(1) / 2) as u64).sum()
    }

    /// Accounts in planted groups.
    pub fn n_planted_accounts(&self) -> u64 {
        self.planted_groups().map(|g| g.members.len() as u64).sum()
    }
}

/// Writes `account_id,group,role`, one line an account; the role is `planted` or `honest`.
pub fn write_truth(dataset: &Dataset, truth: &Truth, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "account_id,group,role")?;
    for (account, id) in dataset.accounts.iter().enumerate() {
        let group = truth.group(account as u32);
        writeln!(out, "{id},{},{}", group.name, if group.planted { "planted" } else { "honest" })?;
    }
    Ok(())
}

/// Writes the posts as a platform's export would look: one line a post, a column for each layer (several objects
/// of one post separated by `|`), times in whole seconds since 1970, empty where missing.
///
/// No value holds a comma, a quote or a line break, so nothing is quoted.
pub fn write_posts(dataset: &Dataset, out: &mut dyn Write) -> io::Result<()> {
    // A name in the plural says that a cell may hold several.
    let column =
        |l: &Layer| if l.kind == ObjectKind::Mention { "mentions".to_owned() } else { l.kind.name().to_owned() };
    let layers: Vec<String> = dataset.layers.iter().map(column).collect();
    let text = if dataset.posts.text.is_some() { ",text" } else { "" };
    writeln!(out, "account_id,account_name,content_id,{},timestamp,platform{text}", layers.join(","))?;
    let mut next = vec![0; dataset.layers.len()];
    let posts = &dataset.posts;
    for i in 0..posts.len() {
        let name = dataset.account_names.as_ref().map_or("", |names| names.get(posts.account[i]));
        write!(out, "{},{name},{},", dataset.accounts.get(posts.account[i]), dataset.contents.get(posts.content[i]))?;
        for (layer, at) in dataset.layers.iter().zip(&mut next) {
            // Actions stand in post order.
            for n in 0.. {
                if layer.post.get(*at).is_none_or(|post| *post as usize != i) {
                    break;
                }
                write!(out, "{}{}", if n > 0 { "|" } else { "" }, layer.objects.get(layer.object[*at]))?;
                *at += 1;
            }
            write!(out, ",")?;
        }
        if posts.time_us[i] != PostTable::NO_TIME {
            write!(out, "{}", posts.time_us[i].div_euclid(1_000_000))?;
        }
        let platform = posts.platform.as_ref().and_then(|p| dataset.platforms.get(usize::from(p[i])));
        write!(out, ",{}", platform.map_or("", String::as_str))?;
        match &posts.text {
            Some(texts) => writeln!(out, ",{}", texts.get(i as u32))?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

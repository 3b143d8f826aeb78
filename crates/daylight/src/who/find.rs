//! Actions on what was asked for, in a data set or in a result.

use super::alike::{key, nearest, refanged};
use crate::advice::Advice;
use crate::cli::WhoArgs;
use daylight_core::{Dataset, ObjectKind, PostTable};
use daylight_share::acts::{Act, Wanted, acts, objects};
use daylight_share::text::visible;
use daylight_share::{Names, ObjectNames};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One action on a wanted object, under shown names.
pub struct Row {
    pub time: Option<i64>,
    pub account: String,
    pub kind: String,
    pub object: String,
    pub file: String,
    pub line: u32,
}

/// Layer and object.
type Named = (String, String);

/// What was asked for, found under these spellings.
struct Spelling<'a> {
    asked: &'a str,
    refanged: String,
    key: String,
    contains: bool,
}

impl<'a> Spelling<'a> {
    fn new(asked: &'a str, contains: bool) -> Self {
        let refanged = refanged(asked);
        Self { asked, key: key(&refanged), refanged, contains }
    }

    /// A link is asked for as a link: its site alone is another question.
    fn is_it(&self, name: &str) -> bool {
        if name == self.asked || name == self.refanged {
            return true;
        }
        if self.contains {
            return name.contains(self.asked) || name.contains(self.refanged.as_str());
        }
        let link = |s: &str| s.contains("://");
        !self.key.is_empty() && (link(name) || !link(&self.refanged)) && key(name) == self.key
    }
}

/// Kinds that say what a post is about, and not just where it belongs.
fn tells(kind: &ObjectKind) -> bool {
    !matches!(kind, ObjectKind::Domain | ObjectKind::Hashtag | ObjectKind::Mention)
}

fn nothing(asked: &str, kinds: &str, near: &[&str], contains: bool) -> anyhow::Error {
    let near: Vec<_> = near.iter().map(|n| visible(n).into_owned()).collect();
    let hint = match (near.is_empty(), contains) {
        (false, _) => format!("did you mean {}? --contains also finds it as a part of longer ones", near.join(", ")),
        (true, false) => "--contains also finds it as a part of longer ones".to_owned(),
        (true, true) => "nothing like it is there; accounts are not looked for, only what they acted on".to_owned(),
    };
    Advice::new(format!("nobody acted on `{}` (looked at: {kinds})", visible(asked)), hint).into()
}

/// Actions of a data set in order of time; posts without a time come last.
pub fn in_posts(data: &Dataset, names: Names<'_>, args: &WhoArgs) -> anyhow::Result<Vec<Row>> {
    let asked = args.object.as_deref().or(args.post.as_deref()).unwrap_or_default();
    let mut hits = match &args.object {
        Some(object) => wanted_objects(data, &Spelling::new(object, args.contains)),
        None => vec![Vec::new(); data.layers.len()],
    };
    if hits.iter().all(|h| h.iter().all(|hit| !hit)) {
        hits = objects_of_post(data, asked);
    }
    let mut rows: Vec<(Option<i64>, u32, usize, u32)> = Vec::new();
    for (l, layer) in data.layers.iter().enumerate() {
        for (&object, &post) in layer.object.iter().zip(&layer.post) {
            if hits[l].get(object as usize) == Some(&true) {
                let time = Some(data.posts.time_us[post as usize]).filter(|&t| t != PostTable::NO_TIME);
                rows.push((time, post, l, object));
            }
        }
    }
    if rows.is_empty() {
        let kinds: Vec<&str> = data.layers.iter().map(|l| l.kind.name()).collect();
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        // People who are mentioned are not proposed: their names stand in clear here.
        for layer in data.layers.iter().filter(|l| l.kind != ObjectKind::Mention) {
            layer.object.iter().for_each(|&o| *counts.entry(layer.objects.get(o)).or_insert(0) += 1);
        }
        let near = nearest(asked, counts.into_iter());
        return Err(nothing(asked, &kinds.join(", "), &near, args.contains));
    }
    // The input's order breaks ties, so that the list is always the same.
    rows.sort_by_key(|&(time, post, layer, object)| (time.is_none(), time, post, layer, object));
    // Who is mentioned stands under the same name as who writes.
    let shown = ObjectNames::of(data, names);
    let row = |&(time, post, layer, object): &(Option<i64>, u32, usize, u32)| {
        let p = post as usize;
        let file = data.posts.source.get(p).and_then(|&s| data.sources.get(s as usize));
        Row {
            time,
            account: names.account(data.accounts.get(data.posts.account[p])),
            kind: data.layers[layer].kind.name().to_owned(),
            object: shown.shown(&data.layers[layer].kind, data.layers[layer].objects.get(object)),
            file: file.map_or_else(String::new, |f| f.name.clone()),
            line: data.posts.line.get(p).copied().unwrap_or(0),
        }
    };
    Ok(rows.iter().map(row).collect())
}

fn wanted_objects(data: &Dataset, spelling: &Spelling<'_>) -> Vec<Vec<bool>> {
    data.layers.iter().map(|l| l.objects.iter().map(|name| spelling.is_it(name)).collect()).collect()
}

/// The post itself, where others reposted, answered or quoted it, and what it is about.
fn objects_of_post(data: &Dataset, id: &str) -> Vec<Vec<bool>> {
    let content = data.contents.iter().position(|c| c == id);
    let of_post = |post: u32| Some(data.posts.content[post as usize] as usize) == content;
    let mut hits: Vec<Vec<bool>> = Vec::new();
    for layer in &data.layers {
        let item = matches!(layer.kind, ObjectKind::RepostOf | ObjectKind::ReplyTo | ObjectKind::QuoteOf);
        let mut hit: Vec<bool> = layer.objects.iter().map(|name| item && name == id).collect();
        if content.is_some() && tells(&layer.kind) {
            for (&object, _) in layer.object.iter().zip(&layer.post).filter(|(_, post)| of_post(**post)) {
                hit[object as usize] = true;
            }
        }
        hits.push(hit);
    }
    hits
}

/// Actions of a result, of which only the co-actions are there.
pub fn in_result(dir: &Path, args: &WhoArgs) -> anyhow::Result<Vec<Row>> {
    if let Some(group) = args.group {
        return in_group(dir, group);
    }
    let known = objects(dir)?;
    let asked = args.object.as_deref().or(args.post.as_deref()).unwrap_or_default();
    let mut wanted: BTreeSet<Named> = BTreeSet::new();
    if let Some(object) = &args.object {
        let spelling = Spelling::new(object, args.contains);
        wanted.extend(known.keys().filter(|(_, name)| spelling.is_it(name)).cloned());
    }
    if wanted.is_empty() {
        let of_post = acts(dir, Wanted::Post(asked))?;
        let about = |kind: &str| kind.parse::<ObjectKind>().is_ok_and(|k| tells(&k));
        wanted.extend(of_post.into_iter().filter(|a| about(&a.layer)).map(|a| (a.layer, a.object)));
        wanted.extend(
            known
                .keys()
                .filter(|(l, name)| matches!(l.as_str(), "repost_of" | "reply_to" | "quote_of") && name == asked)
                .cloned(),
        );
    }
    if wanted.is_empty() {
        let kinds: BTreeSet<&str> = known.keys().map(|(layer, _)| layer.as_str()).collect();
        let near = nearest(asked, known.iter().map(|((_, name), n)| (name.as_str(), *n)));
        let kinds: Vec<&str> = kinds.into_iter().collect();
        let error = nothing(asked, &kinds.join(", "), &near, args.contains);
        return Err(error.context(format!("{} has only posts that are part of a co-action", dir.display())));
    }
    Ok(acts(dir, Wanted::Objects(&wanted))?.into_iter().map(row).collect())
}

fn in_group(dir: &Path, group: u32) -> anyhow::Result<Vec<Row>> {
    let found = acts(dir, Wanted::Group(group))?;
    if found.is_empty() {
        return Err(Advice::new(
            format!("{} has no group {group}", dir.display()),
            format!("groups.csv in {} lists them", dir.display()),
        )
        .into());
    }
    Ok(found.into_iter().map(row).collect())
}

fn row(act: Act) -> Row {
    Row {
        time: Some(act.time_us),
        account: act.account,
        kind: act.layer,
        object: act.object,
        file: act.file,
        line: act.line.unwrap_or(0),
    }
}

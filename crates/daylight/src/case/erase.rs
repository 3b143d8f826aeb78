//! `case erase`: one person's data go, and the log still verifies.

use super::{resolve, say, unlock};
use crate::cli::{Cli, EraseArgs};
use daylight_casework::{Case, Swap};
use daylight_core::ObjectKind;
use daylight_ingest::exports::Post;
use daylight_ingest::exports::canonical::{PostBatch, PostsWriter, read_canonical};
use serde_json::json;
use std::path::Path;

/// Posts that are held in memory while a file is written again.
const AT_ONCE: usize = 16 << 10;

/// `daylight case erase`
pub fn erase(args: &EraseArgs, cli: &Cli) -> anyhow::Result<bool> {
    let mut case = unlock::open(&args.dir, &args.unlock)?;
    let actor = unlock::actor(&args.unlock)?;
    if let Some(original) = &args.original {
        return erase_original(&mut case, original, &actor, args, cli);
    }
    let pseudonym = resolve(case.view(), args.pseudonym.as_deref().unwrap_or_default())?;
    let everyone = case.pseudonyms_of_person(&pseudonym)?.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mentioned_in = mentioned_in(&case, &everyone)?;
    let done = case.erase_person_with(&pseudonym, &mentioned_in, &actor, &args.basis)?;
    let n_posts = drop_rows(&mut case, &actor)?;
    let short = pseudonym.short();
    let document = json!({"pseudonym": pseudonym.to_string(), "record": done.record, "seals": done.n_seals,
                          "posts": n_posts, "originals": done.originals});
    say(cli, &document, || {
        let mut lines = vec![format!("{short}: {} seals and {n_posts} posts are gone; the log says so", done.n_seals)];
        if !done.originals.is_empty() {
            lines.push(format!(
                "{} originals still hold the person in clear and can only be erased as a whole (--original): {}",
                done.originals.len(),
                done.originals.join(", ")
            ));
        }
        lines.push("a later import leaves the person out and counts what it left out".to_owned());
        lines.push("results under runs/ that were made before still show the pseudonym; make them again".to_owned());
        lines.join("\n")
    })
}

/// The imports in whose posts one of these pseudonyms is mentioned. The case lists authors only, so all posts are
/// read.
fn mentioned_in(case: &Case, everyone: &[String]) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for import in case.view().imports()? {
        let Some(posts) = import.posts else { continue };
        let mut is_mentioned = false;
        read_canonical(&posts.path, &mut |post| is_mentioned = is_mentioned || mentions(&post, everyone))?;
        if is_mentioned {
            found.push(import.record);
        }
    }
    Ok(found)
}

fn mentions(post: &Post, everyone: &[String]) -> bool {
    let objects = post.objects.iter().filter(|(kind, _)| *kind == ObjectKind::Mention).map(|(_, id)| id);
    post.mentions.iter().chain(objects).any(|who| everyone.contains(who))
}

fn erase_original(case: &mut Case, original: &str, actor: &str, args: &EraseArgs, cli: &Cli) -> anyhow::Result<bool> {
    let done = case.erase_original(original, actor, &args.basis)?;
    say(cli, &json!({"original": original, "record": done.record, "seals": done.n_seals}), || {
        format!(
            "{original}: the original, its posts and {} seals are gone; the log says so\n\
             results under runs/ that were made before still rest on it; make them again",
            done.n_seals
        )
    })
}

/// Rewrites every posts file that still holds rows of erased people; also those that a crash left over.
fn drop_rows(case: &mut Case, actor: &str) -> anyhow::Result<u64> {
    let mut n_posts = 0;
    for pending in case.view().pending_drops()? {
        let info = case.view().imports()?.into_iter().find(|i| i.record == pending.import);
        let Some(file) = info.and_then(|i| i.posts) else { continue };
        let gone: Vec<String> = pending.pseudonyms.iter().map(ToString::to_string).collect();
        let partial = case.begin_swap(&pending.import)?;
        let (n_kept, dropped) = rewrite(&file.path, &partial, &gone)?;
        case.commit_swap(&pending.import, &Swap { actor, kept: n_kept, dropped: &pending.pseudonyms })?;
        n_posts += dropped;
    }
    Ok(n_posts)
}

/// Writes a file of posts again without the posts of some accounts and without mentions of them; gives the numbers
/// of posts that stay and that go.
fn rewrite(from: &Path, to: &Path, gone: &[String]) -> anyhow::Result<(u64, u64)> {
    let mut writer = PostsWriter::create(to)?;
    let (mut kept, mut dropped, mut failed) = (Vec::with_capacity(AT_ONCE), 0, None);
    let mut flush = |kept: &mut Vec<Post>| {
        if let Err(error) = writer.write(PostBatch::of(kept)) {
            failed.get_or_insert(error);
        }
        kept.clear();
    };
    read_canonical(from, &mut |mut post| {
        if post.account.id.as_ref().is_some_and(|id| gone.contains(id)) {
            dropped += 1;
            return;
        }
        post.mentions.retain(|m| !gone.contains(m));
        post.objects.retain(|(kind, id)| *kind != ObjectKind::Mention || !gone.contains(id));
        kept.push(post);
        if kept.len() == AT_ONCE {
            flush(&mut kept);
        }
    })?;
    flush(&mut kept);
    failed.map_or(Ok(()), Err)?;
    Ok((writer.close()?, dropped))
}

//! From what an export says to what the working set of a case may hold.
//!
//! Accounts become keyed pseudonyms; ids, handles, names and descriptions go into seals. Ids of posts become keyed
//! pseudonyms too: on several platforms they hold the id or handle of who wrote them. Fields that no importer
//! knows may name people, so they stay in the original alone, where file, record and offset lead to them.

use super::erased::{self, Erased};
use daylight_casework::{Case, ClearAccount, Pseudonym, Pseudonymizer, Result};
use daylight_core::{ObjectKind, Problem};
use daylight_ingest::exports::canonical::PostBatch;
use daylight_ingest::exports::{ExportProblem, Post, Record};
use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasher as _;

/// Tells descriptions of accounts apart.
type Digest = [u64; 2];

/// What some records of an export give a case.
pub struct Converted {
    /// Under pseudonyms.
    pub posts: PostBatch,
    /// Whose posts they are, each once, in order.
    pub accounts: Vec<Pseudonym>,
    /// Who is to be sealed, each description once.
    pub clear: Vec<(Digest, ClearAccount)>,
    /// Records that are no posts.
    pub problems: Vec<Problem>,
    /// Posts left out, because their author was erased on request.
    pub n_erased: u64,
}

/// Turns records into what a case keeps, on any thread.
pub struct Converter {
    pseudonyms: Pseudonymizer,
    erased: Erased,
    /// Keyed anew in each process, so that nobody can write a description that passes for another one.
    states: [RandomState; 2],
}

impl Converter {
    /// For a case as it stands now.
    pub fn of(case: &Case) -> Result<Self> {
        let states = [RandomState::new(), RandomState::new()];
        Ok(Self { pseudonyms: case.pseudonymizer(), erased: Erased::of(case)?, states })
    }

    /// Converts one batch of records.
    pub fn convert(&self, records: Vec<Record>) -> Result<Converted> {
        let mut posts = Vec::with_capacity(records.len());
        let (mut accounts, mut clear, mut problems) = (Vec::new(), Vec::new(), Vec::new());
        let (mut known, mut n_erased) = (HashSet::new(), 0);
        for record in records {
            match record {
                Record::Post(mut post) => {
                    if self.erased.wrote(&mut post)? {
                        n_erased += 1;
                        continue;
                    }
                    if let Some((pseudonym, account)) = self.hide(&mut post)? {
                        accounts.push(pseudonym);
                        let digest = self.digest(&account);
                        if known.insert(digest) {
                            clear.push((digest, account));
                        }
                    }
                    posts.push(*post);
                }
                Record::Problem(problem) => problems.push(rejection(problem)),
                Record::Note(_) => {}
            }
        }
        accounts.sort_unstable();
        accounts.dedup();
        Ok(Converted { posts: PostBatch::of(&posts), accounts, clear, problems, n_erased })
    }

    /// Puts pseudonyms in place of people; gives the author in clear.
    fn hide(&self, post: &mut Post) -> Result<Option<(Pseudonym, ClearAccount)>> {
        let platform = erased::platform(post);
        for mention in &mut post.mentions {
            *mention = self.pseudonyms.pseudonym(&platform, mention)?.to_string();
        }
        for (_, id) in post.objects.iter_mut().filter(|(kind, _)| *kind == ObjectKind::Mention) {
            *id = self.pseudonyms.pseudonym(&platform, id)?.to_string();
        }
        self.hide_contents(post, &platform)?;
        post.extra = None;
        let account = &mut post.account;
        let (handle, name, bio) = (account.handle.take(), account.name.take(), account.bio.take());
        let Some(id) = account.id.take().or_else(|| handle.clone()) else { return Ok(None) };
        let pseudonym = self.pseudonyms.pseudonym(&platform, &id)?;
        account.id = Some(pseudonym.to_string());
        let values = [("handle", handle), ("display_name", name), ("bio", bio)];
        let values: BTreeMap<String, String> =
            values.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect();
        Ok(Some((pseudonym, ClearAccount { platform, platform_id: id, values })))
    }

    /// Puts pseudonyms in place of ids of posts; the same id gives the same one wherever it stands.
    fn hide_contents(&self, post: &mut Post, platform: &str) -> Result<()> {
        // No platform is called so: contents and accounts of one id stay apart.
        let label = format!("content of {platform}");
        let references = [&mut post.content_id, &mut post.repost_of, &mut post.reply_to, &mut post.quote_of];
        let is_content =
            |kind: &ObjectKind| matches!(kind, ObjectKind::RepostOf | ObjectKind::ReplyTo | ObjectKind::QuoteOf);
        let objects = post.objects.iter_mut().filter(|(kind, _)| is_content(kind)).map(|(_, id)| id);
        for id in references.into_iter().flatten().chain(objects) {
            *id = self.pseudonyms.pseudonym(&label, id)?.to_string();
        }
        Ok(())
    }

    fn digest(&self, account: &ClearAccount) -> Digest {
        let content = (&account.platform, &account.platform_id, &account.values);
        self.states.each_ref().map(|state| state.hash_one(content))
    }
}

fn rejection(problem: ExportProblem) -> Problem {
    Problem {
        source: 0,
        line: problem.origin.line.unwrap_or(problem.origin.record),
        column: problem.field,
        reason: problem.reason,
        value: None,
        rejected: true,
    }
}

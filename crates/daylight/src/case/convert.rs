//! From what an export says to what the working set of a case may hold.
//!
//! Accounts become keyed pseudonyms; ids, handles, names and descriptions go into seals. Fields that no importer
//! knows may name people, so they stay in the original alone, where file, record and offset lead to them.

use super::erased::{self, Erased};
use daylight_casework::{Case, ClearAccount, Pseudonym};
use daylight_ingest::exports::Post;
use std::collections::{BTreeMap, BTreeSet};

/// Posts under pseudonyms, and who is to be sealed.
#[derive(Default)]
pub struct Converted {
    pub posts: Vec<Post>,
    pub accounts: BTreeSet<Pseudonym>,
    pub clear: Vec<ClearAccount>,
    /// Posts left out, because their author was erased on request.
    pub n_erased: u64,
    known: BTreeSet<(String, String, Vec<Option<String>>)>,
}

impl Converted {
    /// Takes a post as it was read.
    pub fn add(&mut self, case: &Case, erased: &Erased, mut post: Post) -> daylight_casework::Result<()> {
        if erased.wrote(&mut post)? {
            self.n_erased += 1;
            return Ok(());
        }
        let platform = erased::platform(&post);
        let account = &mut post.account;
        let (handle, name, bio) = (account.handle.take(), account.name.take(), account.bio.take());
        if let Some(id) = account.id.take().or_else(|| handle.clone()) {
            let pseudonym = case.pseudonym(&platform, &id)?;
            account.id = Some(pseudonym.to_string());
            self.accounts.insert(pseudonym);
            let values = vec![handle, name, bio];
            if self.known.insert((platform.clone(), id.clone(), values.clone())) {
                let keys = ["handle", "display_name", "bio"].map(str::to_owned);
                let values: BTreeMap<_, _> = keys.into_iter().zip(values).filter_map(|(k, v)| Some((k, v?))).collect();
                self.clear.push(ClearAccount { platform: platform.clone(), platform_id: id, values });
            }
        }
        for mention in &mut post.mentions {
            *mention = case.pseudonym(&platform, mention)?.to_string();
        }
        post.extra = None;
        self.posts.push(post);
        Ok(())
    }
}

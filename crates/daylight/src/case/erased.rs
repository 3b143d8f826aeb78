//! Who was erased on request stays out of what comes in later.

use daylight_casework::{Case, Pseudonymizer, Result, Suppressed};
use daylight_core::ObjectKind;
use daylight_ingest::exports::Post;

/// Why a record of an erased person is not kept. Without its place, which would lead to the person.
pub const REASON: &str = "erased on request; not taken in again";

/// Knows whom a case must not take in again, on any thread.
pub struct Erased {
    suppressed: Suppressed,
    pseudonyms: Pseudonymizer,
}

impl Erased {
    /// As the case stands now.
    pub fn of(case: &Case) -> Result<Self> {
        Ok(Self { suppressed: case.suppressed()?, pseudonyms: case.pseudonymizer() })
    }

    /// Whether the author of a post, as it was read, was erased, by id or by handle. Mentions of erased people
    /// are taken out of posts that stay.
    pub fn wrote(&self, post: &mut Post) -> Result<bool> {
        if self.suppressed.is_empty() {
            return Ok(false);
        }
        let platform = platform(post);
        let mut stay = Vec::with_capacity(post.mentions.len());
        for mention in std::mem::take(&mut post.mentions) {
            if !self.is_gone_mention(&platform, &mention)? {
                stay.push(mention);
            }
        }
        post.mentions = stay;
        let mut stay = Vec::with_capacity(post.objects.len());
        for (kind, id) in std::mem::take(&mut post.objects) {
            if kind != ObjectKind::Mention || !self.is_gone_mention(&platform, &id)? {
                stay.push((kind, id));
            }
        }
        post.objects = stay;
        if let Some(id) = &post.account.id
            && (self.is_gone_id(&platform, id)? || self.is_gone_id(&platform, &id.to_lowercase())?)
        {
            return Ok(true);
        }
        let Some(handle) = &post.account.handle else { return Ok(false) };
        Ok(self.is_gone_handle(&platform, handle)? || self.is_gone_handle(&platform, &handle.to_lowercase())?)
    }

    fn is_gone_id(&self, platform: &str, id: &str) -> Result<bool> {
        Ok(self.suppressed.holds(&self.pseudonyms.pseudonym(platform, id)?))
    }

    fn is_gone_handle(&self, platform: &str, handle: &str) -> Result<bool> {
        Ok(self.suppressed.holds_handle(&self.pseudonyms.pseudonym(platform, handle)?))
    }

    /// Exports mention by id or by handle, and do not always say by which.
    fn is_gone_mention(&self, platform: &str, who: &str) -> Result<bool> {
        Ok(self.is_gone_id(platform, who)? || self.is_gone_handle(platform, who)?)
    }
}

/// The platform of a post as pseudonyms have it.
pub fn platform(post: &Post) -> String {
    post.platform.clone().unwrap_or_else(|| "unknown".to_owned()).replace('\0', "")
}

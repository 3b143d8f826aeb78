//! Sealing accounts, and opening a seal under the eyes of the log.

use rusqlite::params;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::case::Case;
use super::content::{Content, RevealV1, SealsV1};
use super::import::account;
use super::record::{self, Draft, Record, Writer, commitment};
use super::types::{Revealed, Sealed, must_say};
use crate::error::{CaseError, Result};
use crate::log::Action;
use crate::records::roles::{self, Role};
use crate::seal::{self, ClearAccount, Pseudonym};
use crate::text::{canonical, to_hex, to_rfc3339};
use crate::vault::mac;

/// How long a reveal holds: 8 hours in microseconds.
const REVEAL_US: i64 = 8 * 3600 * 1_000_000;
/// Who may look behind a pseudonym.
pub(super) const REVEALERS: [Role; 2] = [Role::Custodian, Role::Approver];
/// Longest clear text of one account, in bytes.
const MAX_ACCOUNT_BYTES: usize = 1 << 20;

/// What a seal commits to: whose it is and its bytes. With a salt of its own, so that it can be forgotten.
pub(crate) fn seal_commitment(salt: &[u8], pseudonym: &[u8], sealed: &[u8]) -> Result<[u8; 32]> {
    let digest: [u8; 32] = Sha256::digest(sealed).into();
    let content = canonical(&json!({"pseudonym": to_hex(pseudonym), "sealed": to_hex(&digest)}))?;
    Ok(commitment(salt, content.as_bytes()))
}

impl Case {
    /// Seals accounts, all or none, each under a data key of its own. What is sealed already with the same
    /// values is not sealed again; other values of a known account get a seal beside the older one; who was
    /// erased on request is left out.
    pub fn seal(&mut self, accounts: &[ClearAccount], actor: &str) -> Result<Sealed> {
        let mut fresh = Vec::new();
        let mut sealed = Sealed::default();
        let suppressed = self.suppressed()?;
        for clear in accounts {
            let pseudonym = self.pseudonym(&clear.platform, &clear.platform_id)?;
            if suppressed.holds(&pseudonym) {
                sealed.suppressed += 1;
                continue;
            }
            let text = clear.to_text()?;
            if text.len() > MAX_ACCOUNT_BYTES {
                return Err(CaseError::invalid("account", format!("longer than {MAX_ACCOUNT_BYTES} bytes")));
            }
            let same = mac(&*self.keys.same, &[text.as_bytes()]);
            if self.is_sealed(&pseudonym, &same)? {
                sealed.already += 1;
            } else {
                fresh.push((pseudonym, same, text));
            }
        }
        fresh.sort_by_key(|(pseudonym, same, _)| (*pseudonym, *same));
        let before = fresh.len();
        fresh.dedup_by_key(|(pseudonym, same, _)| (*pseudonym, *same));
        sealed.already += (before - fresh.len()) as u64;
        sealed.added = fresh.len() as u64;
        if fresh.is_empty() {
            return Ok(sealed);
        }
        self.write(actor, |w| {
            let mut digest = Sha256::new();
            let mut rows = Vec::with_capacity(fresh.len());
            for (pseudonym, same, text) in &fresh {
                let row = seal_row(w, pseudonym, text.as_bytes())?;
                digest.update(row.commitment);
                rows.push((account(w, pseudonym)?, same, row));
            }
            let content = Content::Seals(SealsV1 { n: sealed.added, digest: to_hex(&digest.finalize()) });
            let batch = w.add(Draft { action: Action::Create, id: None, lookup: None, content })?.seq;
            for (ord, (account, same, row)) in rows.iter().enumerate() {
                let sql = "INSERT INTO seal (batch, ord, account, same, salt, sealed, commitment)
                           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
                let values = params![batch as i64, ord as i64, account, same, row.salt, row.sealed, row.commitment];
                w.execute(sql, values)?;
            }
            Ok(())
        })?;
        Ok(sealed)
    }

    fn is_sealed(&self, pseudonym: &Pseudonym, same: &[u8; 32]) -> Result<bool> {
        let sql = "SELECT 1 FROM seal s JOIN account a ON a.id = s.account WHERE a.pseudonym = ?1 AND s.same = ?2";
        let found = self.view.db.prepare_cached(sql).and_then(|mut s| s.exists(params![pseudonym.0, same]));
        found.map_err(CaseError::db("cannot read the seals"))
    }

    /// Opens what is sealed for a pseudonym, for a custodian or an approver, when `second`, another member of the
    /// case, agreed. That it was asked for, by whom and why, is in the log before anything is opened. What is
    /// shown must go again after 8 hours ([`Revealed::expires_us`]).
    ///
    /// # Errors
    /// `Role` for a member who may not, or a second one who is no member; `Invalid` without a reason or a second
    /// member; `Unknown` when nothing is sealed for the pseudonym. Then nothing is opened.
    pub fn reveal(
        &mut self,
        pseudonym: &Pseudonym,
        actor: &str,
        reason: &str,
        second: Option<&str>,
    ) -> Result<Revealed> {
        let none = "a second member must agree to a look at a private person; without one, say why it is none: \
                    an official, a candidate, an outlet, a state body";
        let second = second.ok_or_else(|| CaseError::invalid("second", none))?;
        must_say("second", second)?;
        if second == actor {
            return Err(CaseError::invalid("second", "somebody else must agree, not who asks"));
        }
        self.must_be(second, &Role::ALL)?;
        self.open_seals(pseudonym, actor, reason, (Some(second), None))
    }

    /// [`Case::reveal`] of somebody who is no private person, without a second member: an official, a candidate,
    /// an outlet, a state body. `why` is kept with the reason.
    ///
    /// # Errors
    /// Those of [`Case::reveal`]; `Invalid` when `why` says nothing.
    pub fn reveal_public(&mut self, pseudonym: &Pseudonym, actor: &str, reason: &str, why: &str) -> Result<Revealed> {
        must_say("not_private", why)?;
        self.open_seals(pseudonym, actor, reason, (None, Some(why)))
    }

    fn open_seals(
        &mut self,
        pseudonym: &Pseudonym,
        actor: &str,
        reason: &str,
        (second, not_private): (Option<&str>, Option<&str>),
    ) -> Result<Revealed> {
        must_say("reason", reason)?;
        self.must_be(actor, &REVEALERS)?;
        let sealed = self.sealed(pseudonym)?;
        if sealed.is_empty() {
            return Err(CaseError::unknown("sealed account", pseudonym.short()));
        }
        let reveal = RevealV1 {
            of: pseudonym.to_string(),
            reason: reason.into(),
            second: second.map(str::to_owned),
            expires_us: 0,
            not_private: not_private.map(str::to_owned),
        };
        let record = self.log_reveal(reveal, actor)?;
        let open = |s: &Vec<u8>| ClearAccount::from_text(&seal::open(&self.keys, &pseudonym.0, s)?);
        let accounts = sealed.iter().map(open).collect::<Option<_>>();
        let damaged = || CaseError::damaged("case.sqlite", format!("a seal of {} does not open", pseudonym.short()));
        let expires_us = record.stored.time_us.saturating_add(REVEAL_US);
        Ok(Revealed { record: record.id, expires_us, accounts: accounts.ok_or_else(damaged)? })
    }

    /// Refuses a member without one of these roles. Before anybody was given a role, who made the case has all.
    pub(super) fn must_be(&self, member: &str, any: &[Role]) -> Result<()> {
        let set = self.view.records()?;
        if set.case().is_some() {
            return roles::must_be(&set, member, &to_rfc3339(self.context.now_us())?, any);
        }
        match record::first_actor(&self.view.db, "case")? {
            Some(maker) if maker == member => Ok(()),
            _ => Err(roles::lacking(member, any)),
        }
    }

    pub(super) fn sealed(&self, pseudonym: &Pseudonym) -> Result<Vec<Vec<u8>>> {
        let sql = "SELECT s.sealed FROM seal s JOIN account a ON a.id = s.account
                   WHERE a.pseudonym = ?1 ORDER BY s.batch, s.ord";
        let read = || {
            let mut statement = self.view.db.prepare_cached(sql)?;
            let rows = statement.query_map([pseudonym.0], |r| r.get(0))?;
            rows.collect::<rusqlite::Result<Vec<Vec<u8>>>>()
        };
        read().map_err(CaseError::db("cannot read the seals"))
    }

    /// Logs a reveal; when it returns the entry is on the disk.
    pub(super) fn log_reveal(&mut self, mut reveal: RevealV1, actor: &str) -> Result<Record> {
        self.write(actor, |w| {
            reveal.expires_us = w.now_us.saturating_add(REVEAL_US);
            let id = w.context.uuid()?;
            // Found by the person, so that the person's erasure finds it.
            let lookup = Some(format!("{}/{id}", reveal.of));
            w.add(Draft { action: Action::Reveal, id: Some(&id), lookup, content: Content::Reveal(reveal) })
        })
    }
}

struct SealRow {
    salt: [u8; 32],
    sealed: Vec<u8>,
    commitment: [u8; 32],
}

fn seal_row(w: &Writer<'_>, pseudonym: &Pseudonym, clear: &[u8]) -> Result<SealRow> {
    let sealed = seal::seal(w.keys, &pseudonym.0, clear, w.context)?;
    let salt = w.context.bytes()?;
    Ok(SealRow { commitment: seal_commitment(&salt, &pseudonym.0, &sealed)?, salt, sealed })
}

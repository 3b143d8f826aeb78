//! Originals: the bytes as they came, under their own hash.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::case::{Case, INCOMING};
use super::content::{Content, NameV1, OriginalV1, RevealV1};
use super::person::REVEALERS;
use super::record::{self, Draft};
use super::types::{Added, NewName, OriginalMeta, must_fit, must_say};
use super::view::original_path;
use crate::error::{CaseError, Result};
use crate::files;
use crate::log::Action;
use crate::seal;
use crate::text::{from_base64, from_hex, to_base64, to_hex};

impl Case {
    /// Keeps the bytes of `reader` unchanged, hashed while they are copied and before anything looks into
    /// them. Bytes that the case has already add nothing. Memory does not grow with the file.
    pub fn add_original(&mut self, reader: &mut dyn Read, meta: &OriginalMeta, actor: &str) -> Result<Added> {
        meta.data_set.check()?;
        meta.source.as_ref().map_or(Ok(()), |s| must_fit("source", s))?;
        let (NewName::Clear(name) | NewName::Sealed(name)) = &meta.name;
        must_say("name", name)?;
        let incoming = self.view.dir.join(INCOMING).join(self.context.uuid()?);
        let added = self.keep(reader, &incoming, meta, actor);
        if added.is_err() {
            // The error of the copy says more than one of the removal.
            let _ = fs::remove_file(&incoming);
        }
        added
    }

    /// [`Case::add_original`] of a file.
    pub fn add_original_file(&mut self, path: &Path, meta: &OriginalMeta, actor: &str) -> Result<Added> {
        let mut file = File::open(path).map_err(CaseError::io("cannot read", path))?;
        self.add_original(&mut file, meta, actor)
    }

    fn keep(&mut self, reader: &mut dyn Read, incoming: &Path, meta: &OriginalMeta, actor: &str) -> Result<Added> {
        let hashed = files::copy_hashed(reader, incoming, &self.context)?;
        let sha256 = to_hex(&hashed.sha256);
        let path = self.view.dir.join(original_path(&sha256));
        let already = record::current(&self.view.db, "original", &sha256)?.is_some();
        // A kept file that was lost meanwhile is put back; one that is there is left alone.
        if already && path.exists() {
            files::remove(incoming)?;
        } else {
            if !already {
                self.announce(&original_path(&sha256))?;
            }
            files::make_read_only(incoming)?;
            files::make_dirs(path.parent().unwrap_or(&self.view.dir), &self.context)?;
            files::rename(incoming, &path, &self.context)?;
        }
        if !already {
            let content = self.original_content(&sha256, hashed.bytes, meta)?;
            let lookup = Some(sha256.clone());
            self.write(actor, |w| {
                w.keep(&original_path(&sha256))?;
                w.add(Draft { action: Action::Create, id: None, lookup, content })
            })?;
        }
        Ok(Added { sha256, bytes: hashed.bytes, path, already })
    }

    fn original_content(&self, sha256: &str, bytes: u64, meta: &OriginalMeta) -> Result<Content> {
        let name = match &meta.name {
            NewName::Clear(name) => NameV1::Clear(name.clone()),
            NewName::Sealed(name) => {
                let sealed = seal::seal(&self.keys, sha256.as_bytes(), name.as_bytes(), &self.context)?;
                NameV1::Sealed(to_base64(&sealed))
            }
        };
        let set = meta.data_set.clone();
        Ok(Content::Original(OriginalV1 {
            sha256: sha256.into(),
            bytes,
            name,
            source: meta.source.clone(),
            access_basis: set.access_basis,
            terms: set.terms,
            retention_until: set.retention_until,
            sharing: set.sharing,
        }))
    }

    /// The name of an original as it was given. A sealed one is logged before it is opened.
    pub fn reveal_original_name(&mut self, sha256: &str, actor: &str, reason: &str) -> Result<String> {
        must_say("reason", reason)?;
        let original = self.must_have_original(sha256)?;
        if matches!(original.name, NameV1::Sealed(_)) {
            self.must_be(actor, &REVEALERS)?;
            let (of, reason) = (sha256.into(), reason.into());
            self.log_reveal(RevealV1 { of, reason, second: None, expires_us: 0, not_private: None }, actor)?;
        }
        self.open_name(&original)
    }

    /// The name of an original in clear. The log must say before that it was asked for.
    pub(super) fn open_name(&self, original: &OriginalV1) -> Result<String> {
        let (NameV1::Clear(text) | NameV1::Sealed(text)) = &original.name;
        if matches!(original.name, NameV1::Clear(_)) {
            return Ok(text.clone());
        }
        let clear = from_base64(text).and_then(|s| seal::open(&self.keys, original.sha256.as_bytes(), &s));
        let name = clear.and_then(|c| String::from_utf8(c.to_vec()).ok());
        name.ok_or_else(|| {
            let what = format!("the sealed name of original {} does not open", original.sha256);
            CaseError::damaged("case.sqlite", what)
        })
    }

    pub(super) fn must_have_original(&self, sha256: &str) -> Result<OriginalV1> {
        let unknown = || CaseError::unknown("original", sha256);
        from_hex::<32>(sha256).ok_or_else(unknown)?;
        match record::current(&self.view.db, "original", sha256)?.map(|r| r.stored.content) {
            Some(Content::Original(original)) => Ok(original),
            _ => Err(unknown()),
        }
    }
}

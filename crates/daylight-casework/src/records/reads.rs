//! Reading and handing out, as far as a program can know of it.
//!
//! Who reads must be a member once a case has members. Reading a record that leads to sealed values, and every
//! export, is an entry of the log. Both hold for the commands of this program: who has the files can read
//! around them, except for what is sealed.

use daylight_core::record::{Record, RecordSet, Tlp};

use super::content::{ShareV1, ViewV1};
use super::roles::{Role, must_be};
use crate::error::Result;
use crate::log::Action;
use crate::store::content::Content;
use crate::store::record::Draft;
use crate::text::to_rfc3339;
use crate::{Case, CaseView};

/// What left, for the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// In which forms.
    pub formats: Vec<String>,
    /// Under which ceiling.
    pub ceiling: Tlp,
    /// Id of the package, when one was exported.
    pub package: Option<String>,
    /// Records that left.
    pub n_records: u64,
    /// Records of the case that did not.
    pub n_withheld: u64,
    /// Hex SHA-256 over the list of fingerprints of what was written.
    pub sha256: String,
}

/// Whether a record leads to sealed values: looking at it is logged.
pub fn is_sealed(record: &Record) -> bool {
    record.text("sealed").is_some()
}

impl CaseView {
    /// The records, for a member who reads at `now_us` (microseconds UTC). A case without the record of its
    /// members asks for none.
    ///
    /// # Errors
    /// `Role` when the case has members and this is none of them.
    pub fn records_for(&self, member: &str, now_us: i64) -> Result<RecordSet> {
        let set = self.records()?;
        if set.case().is_some() {
            must_be(&set, member, &to_rfc3339(now_us)?, &Role::ALL)?;
        }
        Ok(set)
    }
}

impl Case {
    /// Logs that records which lead to sealed values are about to be shown. Show them after this.
    ///
    /// # Errors
    /// `Role`; whatever the database refuses.
    pub fn log_view(&mut self, records: &[String], how: &str, actor: &str) -> Result<()> {
        self.view.records_for(actor, self.context.now_us())?;
        let content = Content::View(ViewV1 { of: records.to_vec(), how: how.into() });
        let draft = Draft { action: Action::ViewSealed, id: None, lookup: None, content };
        self.write(actor, |w| w.add(draft)).map(|_| ())
    }

    /// Logs that records are about to leave. Hand them out after this.
    ///
    /// # Errors
    /// `Role`; whatever the database refuses.
    pub fn log_share(&mut self, shared: &Shared, actor: &str) -> Result<()> {
        self.view.records_for(actor, self.context.now_us())?;
        let content = Content::Share(ShareV1 {
            formats: shared.formats.clone(),
            tlp: shared.ceiling.name().into(),
            package: shared.package.clone(),
            n_records: shared.n_records,
            n_withheld: shared.n_withheld,
            sha256: shared.sha256.clone(),
        });
        let draft = Draft { action: Action::Export, id: None, lookup: None, content };
        self.write(actor, |w| w.add(draft)).map(|_| ())
    }
}

//! Who may do what with what is kept, besides records.

use super::case::Case;
use super::record;
use crate::error::{CaseError, Result};
use crate::records::roles::{Role, must_be};
use crate::text::to_rfc3339;

/// Who takes out of a case what must go.
pub(super) const ERASERS: [Role; 1] = [Role::Custodian];
/// Who hands out all that a case holds.
pub(super) const EXPORTERS: [Role; 2] = [Role::Custodian, Role::Approver];

impl Case {
    /// Refuses a member who holds none of these roles. Before the case has members, who made it holds all.
    pub(super) fn must_hold(&self, member: &str, any: &[Role]) -> Result<()> {
        let set = self.view.records()?;
        if set.case().is_some() {
            return must_be(&set, member, &to_rfc3339(self.context.now_us())?, any);
        }
        let sql = "SELECT actor FROM record WHERE kind = 'case' AND version = 1 ORDER BY seq LIMIT 1";
        let maker = record::strings(&self.view.db, sql, [])?.pop();
        if maker.as_deref() == Some(member) {
            return Ok(());
        }
        let role = any.iter().map(|r| r.name()).collect::<Vec<_>>().join(" or ");
        Err(CaseError::Role { member: member.into(), role })
    }
}

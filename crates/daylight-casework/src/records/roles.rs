//! Who may do what.

use daylight_core::record::{RecordSet, Refusal};
use serde_json::Value;

use crate::error::{CaseError, Result};

/// What a member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Reads.
    Reader,
    /// Writes records and judgments.
    Analyst,
    /// Reviews what others wrote.
    Reviewer,
    /// Decides what leaves.
    Approver,
    /// Keeps members, retention and erasure.
    Custodian,
}

impl Role {
    /// All.
    pub const ALL: [Self; 5] = [Self::Reader, Self::Analyst, Self::Reviewer, Self::Approver, Self::Custodian];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Analyst => "analyst",
            Self::Reviewer => "reviewer",
            Self::Approver => "approver",
            Self::Custodian => "custodian",
        }
    }

    /// The role of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.name() == name)
    }
}

/// Roles that a member holds at `now`.
pub(crate) fn roles_of(set: &RecordSet, member: &str, now: &str) -> Vec<Role> {
    let members = set.case().map(|c| c.list("/members")).unwrap_or_default();
    let text = |m: &'_ Value, name: &str| m.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let holds = |m: &&Value| {
        let until = text(m, "until");
        text(m, "member") == member && *text(m, "since") <= *now && (until.is_empty() || *now < *until)
    };
    members.iter().filter(holds).filter_map(|m| Role::parse(&text(m, "role"))).collect()
}

/// Refuses when the member holds none of these roles.
pub(crate) fn must_be(set: &RecordSet, member: &str, now: &str, any: &[Role]) -> Result<()> {
    let held = roles_of(set, member, now);
    if any.iter().any(|r| held.contains(r)) {
        return Ok(());
    }
    Err(lacking(member, any))
}

/// Says which roles would do.
pub(crate) fn lacking(member: &str, any: &[Role]) -> CaseError {
    let role = any.iter().map(|r| r.name()).collect::<Vec<_>>().join(" or ");
    let role = if any.len() == Role::ALL.len() { "member".into() } else { role };
    CaseError::Role { member: member.into(), role }
}

/// One refusal as an error.
pub(crate) fn refused(refusal: Refusal) -> CaseError {
    CaseError::Refused(vec![refusal])
}

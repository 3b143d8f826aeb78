//! What members do with records besides writing them: review, dissent, vote, decide, publish, recall.

use daylight_core::record::{Class, Fields, Record, RecordKind, Refusal};
use serde_json::{Map, Value, json};

use super::roles::{Role, must_be};
use super::rules::{has_written, text, votes_lacking};
use super::store::{Saved, must_get, reopen, undecided};
use crate::Case;
use crate::error::{CaseError, Result};
use crate::log::Action;
use crate::store::must_say;
use crate::text::to_date;

/// A dissent from a judgment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dissent {
    /// From -2 (strongly disagree) to 2 (strongly agree).
    pub position: i64,
    /// Term of the likelihood table that the dissenter holds to.
    pub likelihood: Option<String>,
    /// Why.
    pub reason: String,
}

/// A vote on a package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vote {
    /// `yes`, `no` or `abstain`.
    pub vote: String,
    /// Why.
    pub reason: Option<String>,
    /// For whom the member sits, in a case that several hold.
    pub organization: Option<String>,
}

/// How a decision came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is published.
    Publish,
    /// It goes to its recipients.
    Notify,
    /// Not now.
    Hold,
    /// Not at all; kept and counted.
    Reject,
}

impl Decision {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Notify => "notify",
            Self::Hold => "hold",
            Self::Reject => "reject",
        }
    }

    /// The decision of a name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Publish, Self::Notify, Self::Hold, Self::Reject].into_iter().find(|d| d.name() == name)
    }
}

/// One change by a member.
struct Amendment<'a> {
    id: &'a str,
    kinds: &'a [RecordKind],
    roles: &'a [Role],
    actor: &'a str,
    why: &'a str,
    action: Action,
}

/// Adds to the list of a field, made when absent.
fn push(fields: &mut Fields, name: &str, entry: Value) {
    let mut items = items(fields, name);
    items.push(entry);
    fields.insert(name.into(), Value::Array(items));
}

/// Takes the list of a field out; empty when absent.
fn items(fields: &mut Fields, name: &str) -> Vec<Value> {
    match fields.remove(name) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    }
}

/// The table of a field, made when absent.
fn table(fields: &mut Fields, name: &str) -> Fields {
    match fields.remove(name) {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

impl Case {
    fn amend(&mut self, how: &Amendment<'_>, change: impl FnOnce(&mut Record, &str) -> Result<()>) -> Result<Saved> {
        let set = self.records(how.actor)?;
        let now = self.now()?;
        must_be(&set, how.actor, &now, how.roles)?;
        let before = must_get(&set, how.id)?.clone();
        if !how.kinds.contains(&before.kind) {
            let names: Vec<&str> = how.kinds.iter().map(|k| k.name()).collect();
            return Err(CaseError::invalid("record", format!("{} is no {}", how.id, names.join(" or "))));
        }
        let mut after = before.clone();
        change(&mut after, &now)?;
        after.change_note = Some(how.why.into());
        how.actor.clone_into(&mut after.author);
        self.save(&before, after, how.action, None)
    }

    /// Gives a member a role, from now on.
    pub fn add_member(&mut self, member: &str, role: Role, organization: Option<&str>, actor: &str) -> Result<Saved> {
        must_say("member", member)?;
        let how = Amendment {
            id: "@case",
            kinds: &[RecordKind::Case],
            roles: &[Role::Custodian],
            actor,
            why: "a member and a role",
            action: Action::RoleChange,
        };
        self.amend(&how, |record, now| {
            let mut entry = json!({"member": member, "role": role.name(), "since": now});
            if let (Some(organization), Some(map)) = (organization, entry.as_object_mut()) {
                map.insert("organization".into(), json!(organization));
            }
            push(&mut record.fields, "members", entry);
            Ok(())
        })
    }

    /// Ends the roles of a member, now.
    pub fn remove_member(&mut self, member: &str, actor: &str) -> Result<Saved> {
        let how = Amendment {
            id: "@case",
            kinds: &[RecordKind::Case],
            roles: &[Role::Custodian],
            actor,
            why: "a member left",
            action: Action::RoleChange,
        };
        self.amend(&how, |record, now| {
            let mut members = items(&mut record.fields, "members");
            for entry in &mut members {
                if text(entry, "member") == member && text(entry, "until").is_empty() {
                    entry["until"] = json!(now);
                }
            }
            record.fields.insert("members".into(), Value::Array(members));
            Ok(())
        })
    }

    /// Reviews a judgment or a package. Nobody reviews what he wrote.
    pub fn review(&mut self, id: &str, note: Option<&str>, actor: &str) -> Result<Saved> {
        let kinds = &[RecordKind::Judgment, RecordKind::Package];
        let roles = &[Role::Reviewer, Role::Approver];
        let how = Amendment { id, kinds, roles, actor, why: "reviewed", action: Action::Version };
        self.amend(&how, |record, now| {
            if has_written(record, actor) {
                return Err(CaseError::invalid("actor", "nobody reviews what he wrote"));
            }
            let mut entry = json!({"member": actor, "date": now, "version": record.version});
            if let (Some(note), Some(map)) = (note, entry.as_object_mut()) {
                map.insert("note".into(), json!(note));
            }
            push(&mut record.fields, "reviews", entry);
            if record.kind == RecordKind::Package && record.text("state") == Some("drafted") {
                record.fields.insert("state".into(), json!("reviewed"));
            }
            Ok(())
        })
    }

    /// Disagrees with a judgment. Every member may; it is carried from version to version.
    pub fn dissent(&mut self, id: &str, dissent: &Dissent, actor: &str) -> Result<Saved> {
        must_say("reason", &dissent.reason)?;
        let how = Amendment {
            id,
            kinds: &[RecordKind::Judgment],
            roles: &Role::ALL,
            actor,
            why: "a dissent",
            action: Action::Version,
        };
        self.amend(&how, |record, now| {
            let number = record.list("/dissents").len() + 1;
            let mut entry = json!({"id": format!("d{number}"), "author": actor,
                "position": dissent.position, "reason": dissent.reason, "date": now});
            if let (Some(term), Some(map)) = (&dissent.likelihood, entry.as_object_mut()) {
                map.insert("likelihood".into(), json!({"term": term}));
            }
            push(&mut record.fields, "dissents", entry);
            Ok(())
        })
    }

    /// Answers a dissent; the dissent stays.
    pub fn answer_dissent(&mut self, id: &str, dissent: &str, answer: &str, actor: &str) -> Result<Saved> {
        must_say("answer", answer)?;
        let how = Amendment {
            id,
            kinds: &[RecordKind::Judgment],
            roles: &[Role::Analyst],
            actor,
            why: "an answer to a dissent",
            action: Action::Version,
        };
        self.amend(&how, |record, _| {
            let mut dissents = items(&mut record.fields, "dissents");
            let entry = dissents.iter_mut().find(|d| text(d, "id") == dissent);
            entry.ok_or_else(|| CaseError::unknown("dissent", dissent))?["answer"] = json!(answer);
            record.fields.insert("dissents".into(), Value::Array(dissents));
            Ok(())
        })
    }

    /// Says how a forecast came out.
    pub fn decide_forecast(&mut self, id: &str, result: &str, captures: &[String], actor: &str) -> Result<Saved> {
        let set = self.records(actor)?;
        let ids: Result<Vec<String>> = captures.iter().map(|c| Ok(must_get(&set, c)?.id.clone())).collect();
        let ids = ids?;
        let how = Amendment {
            id,
            kinds: &[RecordKind::Judgment],
            roles: &[Role::Analyst, Role::Reviewer],
            actor,
            why: "it was decided how it came out",
            action: Action::Version,
        };
        self.amend(&how, |record, now| {
            if record.text("due").is_none() {
                return Err(CaseError::invalid("due", "only a judgment with a due date is scored"));
            }
            record.fields.insert("outcome".into(), json!({"result": result, "decided_at": now, "captures": ids}));
            Ok(())
        })
    }

    /// Sets what is to be decided about a package: question, options, what was considered, quorum.
    pub fn open_decision(&mut self, id: &str, decision: &Fields, actor: &str) -> Result<Saved> {
        let roles = &[Role::Analyst, Role::Reviewer, Role::Approver];
        let kinds = &[RecordKind::Package];
        let how = Amendment { id, kinds, roles, actor, why: "a decision is asked for", action: Action::Version };
        self.amend(&how, |record, _| {
            let mut table = table(&mut record.fields, "decision");
            for (name, value) in decision {
                if ["votes", "approver", "outcome", "dissents"].contains(&name.as_str()) {
                    let what = format!("{name} is written by votes and by the approver");
                    return Err(CaseError::invalid("decision", what));
                }
                table.insert(name.clone(), value.clone());
            }
            record.fields.insert("decision".into(), Value::Object(table));
            let is_reviewed = !record.list("/reviews").is_empty();
            undecided(record, if is_reviewed { "reviewed" } else { "drafted" });
            Ok(())
        })
    }

    /// Votes on a package; a member's newer vote replaces the older.
    pub fn vote(&mut self, id: &str, vote: &Vote, actor: &str) -> Result<Saved> {
        let roles = &[Role::Analyst, Role::Reviewer, Role::Approver];
        let kinds = &[RecordKind::Package];
        let how = Amendment { id, kinds, roles, actor, why: "a vote", action: Action::Version };
        self.amend(&how, |record, _| {
            must_be_open(record)?;
            let mut decision = must_be_asked(record)?;
            let mut votes = items(&mut decision, "votes");
            votes.retain(|v| text(v, "member") != actor);
            let mut entry = json!({"member": actor, "vote": vote.vote});
            for (name, value) in [("reason", &vote.reason), ("organization", &vote.organization)] {
                if let (Some(value), Some(map)) = (value, entry.as_object_mut()) {
                    map.insert(name.into(), json!(value));
                }
            }
            votes.push(entry);
            decision.insert("votes".into(), Value::Array(votes));
            record.fields.insert("decision".into(), Value::Object(decision));
            if record.text("state") == Some("reviewed") {
                record.fields.insert("state".into(), json!("threshold-voted"));
            }
            Ok(())
        })
    }

    /// Decides about a package. The approver has not written it.
    ///
    /// # Errors
    /// `Refused` with E702 when the approver wrote it or signed a judgment in it; `Role`.
    pub fn decide(&mut self, id: &str, outcome: Decision, note: Option<&str>, actor: &str) -> Result<Saved> {
        let set = self.records(actor)?;
        let package = must_get(&set, id)?;
        let mut signed = package.list("/records").iter().filter_map(|p| set.get(text(p, "id")));
        if has_written(package, actor) || signed.any(|r| has_written(r, actor)) {
            return Err(CaseError::Refused(vec![Refusal {
                code: "E702",
                class: Class::Publish,
                record: package.id.clone(),
                field: "/decision/approver".into(),
                message: "the approver wrote what is to be approved".into(),
                remedy: "another member must approve".into(),
            }]));
        }
        let kinds = &[RecordKind::Package];
        let how = Amendment { id, kinds, roles: &[Role::Approver], actor, why: "decided", action: Action::Version };
        self.amend(&how, |record, now| {
            let leaves = matches!(outcome, Decision::Publish | Decision::Notify);
            may_be_decided(record, leaves)?;
            let mut decision = must_be_asked(record)?;
            decision.insert("outcome".into(), json!(outcome.name()));
            decision.insert("approver".into(), json!(actor));
            record.fields.insert("decision".into(), Value::Object(decision));
            let state = match outcome {
                Decision::Publish | Decision::Notify => "approved",
                Decision::Reject => "rejected",
                Decision::Hold => "reviewed",
            };
            record.fields.insert("state".into(), json!(state));
            if leaves {
                let mut entry = json!({"member": actor, "date": now, "version": record.version});
                if let (Some(note), Some(map)) = (note, entry.as_object_mut()) {
                    map.insert("note".into(), json!(note));
                }
                push(&mut record.fields, "approvals", entry);
            } else {
                // What was approved before is not any more.
                record.fields.remove("approvals");
            }
            Ok(())
        })
    }

    /// Keeps what redaction took out, and pins the versions that it looked at.
    pub fn set_redactions(
        &mut self,
        id: &str,
        pins: &[(String, u64)],
        manifest: &[Value],
        actor: &str,
    ) -> Result<Saved> {
        let kinds = &[RecordKind::Package];
        let roles = &[Role::Analyst];
        let how =
            Amendment { id, kinds, roles, actor, why: "the rules of redaction were run", action: Action::Version };
        self.amend(&how, |record, _| {
            let pins: Vec<Value> = pins.iter().map(|(id, version)| json!({"id": id, "version": version})).collect();
            record.fields.insert("records".into(), Value::Array(pins));
            record.fields.insert("redactions".into(), Value::Array(manifest.to_vec()));
            reopen(record);
            Ok(())
        })
    }

    /// Notes that a package has left: fingerprint of what left, and that its proof lies beside.
    pub fn mark_sent(&mut self, id: &str, sha256: &str, formats: &[&str], actor: &str) -> Result<Saved> {
        let kinds = &[RecordKind::Package];
        let roles = &[Role::Approver, Role::Custodian, Role::Analyst];
        let how = Amendment { id, kinds, roles, actor, why: "published", action: Action::Export };
        self.amend(&how, |record, _| {
            record.fields.insert("state".into(), json!("sent"));
            record.fields.insert("sha256".into(), json!(sha256));
            record.fields.insert("formats".into(), json!(formats));
            Ok(())
        })
    }

    /// Notes that a recipient has the package.
    pub fn receipt(&mut self, id: &str, recipient: &str, note: Option<&str>, actor: &str) -> Result<Saved> {
        let kinds = &[RecordKind::Package];
        let roles = &[Role::Analyst, Role::Approver, Role::Custodian];
        let how = Amendment { id, kinds, roles, actor, why: "a receipt", action: Action::Version };
        self.amend(&how, |record, now| {
            let known = record.list("/recipients").iter().any(|r| text(r, "body") == recipient);
            if !known {
                return Err(CaseError::unknown("recipient", recipient));
            }
            let mut entry = json!({"recipient": recipient, "date": now});
            if let (Some(note), Some(map)) = (note, entry.as_object_mut()) {
                map.insert("note".into(), json!(note));
            }
            push(&mut record.fields, "receipts", entry);
            record.fields.insert("state".into(), json!("acknowledged"));
            Ok(())
        })
    }

    /// Calls a package back.
    pub fn recall(&mut self, id: &str, reason: &str, replaced_by: Option<&str>, actor: &str) -> Result<Saved> {
        must_say("reason", reason)?;
        let set = self.records(actor)?;
        let by = replaced_by.map(|r| Ok::<_, CaseError>(must_get(&set, r)?.id.clone())).transpose()?;
        let kinds = &[RecordKind::Package];
        let roles = &[Role::Approver, Role::Custodian];
        let how = Amendment { id, kinds, roles, actor, why: reason, action: Action::Recall };
        self.amend(&how, |record, now| {
            if record.text("sha256").is_none() {
                return Err(CaseError::invalid("package", "only what has left can be called back"));
            }
            let mut entry = json!({"date": now, "reason": reason});
            if let (Some(by), Some(map)) = (&by, entry.as_object_mut()) {
                map.insert("replaced_by".into(), json!(by));
            }
            push(&mut record.fields, "recalls", entry);
            record.fields.remove("approvals");
            record.fields.insert("state".into(), json!("recalled"));
            Ok(())
        })
    }

    /// Today, as far as the case knows.
    pub fn today(&self) -> Result<String> {
        to_date(self.context.now_us())
    }
}

/// Votes and decisions are about a package that waits for one.
fn must_be_open(record: &Record) -> Result<()> {
    let state = record.text("state").unwrap_or("drafted");
    if matches!(state, "drafted" | "reviewed" | "threshold-voted") {
        return Ok(());
    }
    let what = format!("the package is {state}; ask anew with `daylight case decide --ask`");
    Err(CaseError::invalid("decision", what))
}

/// E703 before it is decided that a package leaves: it is reviewed and enough members are for it.
fn may_be_decided(record: &Record, leaves: bool) -> Result<()> {
    if !leaves && record.text("state") == Some("approved") {
        return Ok(());
    }
    must_be_open(record)?;
    let needs_votes = matches!(record.text("purpose"), Some("notify" | "public-advisory"));
    if !leaves || !needs_votes {
        return Ok(());
    }
    let lacking = match votes_lacking(record) {
        None if record.list("/reviews").is_empty() => "the package is not reviewed".to_owned(),
        None => return Ok(()),
        Some(lacking) => lacking,
    };
    Err(CaseError::Refused(vec![Refusal {
        code: "E703",
        class: Class::Publish,
        record: record.id.clone(),
        field: "/decision/votes".into(),
        message: lacking,
        remedy: "first a review, then the votes of members".into(),
    }]))
}

/// The decision of a package, which somebody has to have asked for.
fn must_be_asked(record: &mut Record) -> Result<Fields> {
    let decision = table(&mut record.fields, "decision");
    if decision.get("question").is_none() {
        return Err(CaseError::invalid("decision", "nothing was asked yet; open it with `daylight case decide --ask`"));
    }
    Ok(decision)
}

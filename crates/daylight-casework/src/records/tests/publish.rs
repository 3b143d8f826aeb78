//! Codes that stop a publication, and the way of a package from draft to recall.

use daylight_core::record::Refusal;
use serde_json::{Value, json};

use super::*;
use crate::records::{Decision, Role, Vote, publication_refusals};

fn package(fields: Value) -> Value {
    let mut package = json!({"alias": "p", "tlp": "green", "title": "Advisory", "audience": "public", "purpose": "public-advisory",
        "ceiling": "green", "state": "drafted",
        "records": [{"id": "@copied-paper", "version": 1}, {"id": "@j-coordination", "version": 1}],
        "advisory": {"seen": "A copied page was posted forty times.",
            "key_judgments": [{"text": "The accounts very likely acted together.", "judgment": "@j-coordination"}]}});
    package.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    json!([package])
}

/// A world with members and a package.
pub(super) fn with(fields: Value) -> World {
    let mut world = world();
    let mut document = document();
    document["package"] = package(fields);
    world.add(&document).unwrap();
    for (member, role) in [("rev", Role::Reviewer), ("app", Role::Approver), ("third", Role::Analyst)] {
        world.case.add_member(member, role, None, "ana").unwrap();
    }
    world.case.add_member("ana", Role::Approver, None, "ana").unwrap();
    world
}

impl World {
    fn publication(&mut self) -> Vec<Refusal> {
        let set = self.case.view().records().unwrap();
        publication_refusals(set.resolve("p")[0], &set, NOW_US)
    }

    /// What stops it.
    pub(super) fn stops(&mut self) -> Vec<Refusal> {
        self.publication().into_iter().filter(|r| r.class == Class::Publish).collect()
    }

    pub(super) fn blocks(&mut self, code: &str) {
        let found = self.publication();
        assert!(found.iter().any(|r| r.code == code), "{code}: {found:?}");
    }

    /// Redacts, reviews, votes and approves as the command line would.
    pub(super) fn through(&mut self) {
        self.case.review("@j-coordination", Some("sound"), "rev").unwrap();
        let set = self.case.view().records().unwrap();
        let pins: Vec<(String, u64)> =
            ["copied-paper", "j-coordination"].map(|a| set.resolve(a)[0]).map(|r| (r.id.clone(), r.version)).to_vec();
        let manifest = json!([{"rule": "R1", "class": "private person", "count": 0}]);
        self.case.set_redactions("@p", &pins, manifest.as_array().unwrap(), "ana").unwrap();
        self.case.review("@p", None, "rev").unwrap();
        let ask = json!({"question": "Do we tell the public?", "options": ["do nothing", "publish"]});
        self.case.open_decision("@p", ask.as_object().unwrap(), "ana").unwrap();
        for member in ["rev", "app", "third"] {
            self.case.vote("@p", &Vote { vote: "yes".into(), ..Vote::default() }, member).unwrap();
        }
        self.case.decide("@p", Decision::Publish, None, "app").unwrap();
    }
}

#[test]
fn a_package_goes_its_way_and_nobody_approves_what_he_wrote() {
    let mut world = with(json!({}));
    for code in ["E102", "E412", "E504", "E701", "E703"] {
        world.blocks(code);
    }
    world.through();
    let left: Vec<Refusal> = world.publication().into_iter().filter(|r| r.class == Class::Publish).collect();
    assert!(left.is_empty(), "{left:?}");
    let error = world.case.decide("@p", Decision::Publish, None, "ana").unwrap_err();
    assert_eq!(codes(&error), ["E702"]);
    assert!(matches!(world.case.decide("@p", Decision::Publish, None, "third"), Err(CaseError::Role { .. })));
    assert!(world.case.recall("@p", "too early", None, "app").is_err());
    world.case.mark_sent("@p", &"0".repeat(64), &["html"], "app").unwrap();
    let recalled = world.case.recall("@p", "an error", None, "app").unwrap().record;
    assert_eq!((recalled.text("state"), recalled.list("/recalls").len()), (Some("recalled"), 1));
    // An edit asks for review, votes and approval again.
    world.edit("p", json!({"title": "Other words"})).unwrap();
    for code in ["E102", "E701", "E703"] {
        world.blocks(code);
    }
    // What changes after the redaction has to be looked at again.
    world.edit("copied-paper", json!({"platforms": ["facebook"]})).unwrap();
    world.blocks("E504");
}

#[test]
fn a_review_is_of_the_words_that_were_reviewed() {
    let mut world = with(json!({}));
    world.through();
    let other = "The accounts that posted the copied page likely acted together.";
    world.edit("j-coordination", json!({"statement": other})).unwrap();
    world.blocks("E412");
}

#[test]
fn nobody_gets_a_text_above_his_marking() {
    let mut world =
        with(json!({"tlp": "green", "recipients": [{"body": "All", "role": "public", "max_tlp": "clear"}]}));
    world.blocks("E501");
}

#[test]
fn e007_e501_e502_e503() {
    let mut world = with(json!({"records": [{"id": "@j-attribution"}]}));
    world.blocks("E007");
    world.blocks("E501");
    world.blocks("E502");
    with(json!({"purpose": "notify"})).blocks("E503");
    let mut gone = with(json!({}));
    gone.case.withdraw_record("@copied-paper", "ana", "a mistake").unwrap();
    gone.blocks("E502");
}

#[test]
fn e505_on_each_kind_of_text() {
    let key = |text: &str| json!({"advisory": {"key_judgments": [{"text": text, "judgment": "@j-coordination"}]}});
    with(key("The accounts may well have acted together.")).blocks("E505");
    with(json!({"advisory": {"key_judgments": [{"text": "The accounts acted together."}]}})).blocks("E505");
    with(json!({"advisory": {"seen": "Fake voters were seen."}})).blocks("E505");
    let mut world = with(json!({}));
    world.edit("j-coordination", json!({"statement": "It is possibly so."})).unwrap();
    world.blocks("E505");
}

#[test]
fn e412_window_and_e416_superseded() {
    let mut world = with(json!({}));
    world.through();
    world.edit("j-coordination", json!({"dissent_until": "2026-05-01"})).unwrap();
    world.blocks("E412");
    let mut newer = at(&mut document(), "j-coordination").clone();
    newer["alias"] = json!("j-newer");
    newer["supersedes"] = json!("@j-coordination");
    for name in ["cap-clone", "copied-paper"] {
        let id = world.id(name);
        newer = serde_json::from_str(&newer.to_string().replace(&format!("@{name}"), &id)).unwrap();
    }
    world.add(&json!({"judgment": [newer]})).unwrap();
    world.blocks("E416");
}

#[test]
fn e702_and_e703_when_a_record_says_so() {
    // Votes of one organization do not carry a co-hosted case.
    let mut world = with(json!({}));
    world.through();
    let set = world.case.view().records().unwrap();
    let mut package = set.resolve("p")[0].clone();
    package.fields["decision"]["co_hosted"] = json!(true);
    package.fields["decision"]["approver"] = json!("ana");
    let found = publication_refusals(&package, &set, NOW_US);
    for code in ["E702", "E703"] {
        assert!(found.iter().any(|r| r.code == code), "{code}: {found:?}");
    }
}

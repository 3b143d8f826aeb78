//! Approvals that are none: taken back, of other words, against the votes, of one's own text.

use serde_json::json;

use super::publish::with;
use super::*;
use crate::records::{Decision, Role, Vote};

fn ask(world: &mut World, question: &str) {
    let ask = json!({"question": question, "options": ["do nothing", "publish"], "quorum": 1});
    world.case.open_decision("@p", ask.as_object().unwrap(), "ana").unwrap();
}

fn vote(world: &mut World, vote: &str, member: &str) -> Result<Saved, CaseError> {
    world.case.vote("@p", &Vote { vote: vote.into(), ..Vote::default() }, member)
}

#[test]
fn a_package_that_was_rejected_held_recalled_or_withdrawn_does_not_leave() {
    for last in ["reject", "hold", "recall", "withdraw"] {
        let mut world = with(json!({"purpose": "inform"}));
        world.through();
        assert!(world.stops().is_empty(), "{last}: {:?}", world.stops());
        match last {
            "recall" => {
                world.case.mark_sent("@p", &"0".repeat(64), &["html"], "app").unwrap();
                assert!(world.stops().is_empty(), "what was sent is still approved");
                world.case.recall("@p", "an error", None, "app").unwrap();
            }
            "withdraw" => drop(world.case.withdraw_record("@p", "ana", "a mistake").unwrap()),
            outcome => {
                world.case.decide("@p", Decision::parse(outcome).unwrap(), None, "app").unwrap();
            }
        }
        let code = if last == "withdraw" { "E502" } else { "E701" };
        world.blocks(code);
    }
}

#[test]
fn a_question_that_is_asked_anew_is_voted_and_approved_anew() {
    let mut world = with(json!({}));
    world.through();
    ask(&mut world, "Do we tell everybody at once?");
    for code in ["E102", "E701", "E703"] {
        world.blocks(code);
    }
    assert_eq!(codes(&world.case.decide("@p", Decision::Publish, None, "app").unwrap_err()), ["E703"]);
    vote(&mut world, "yes", "rev").unwrap();
    world.case.decide("@p", Decision::Publish, None, "app").unwrap();
    assert!(world.stops().is_empty());
}

#[test]
fn nothing_is_decided_before_review_and_votes_and_not_against_them() {
    let mut world = with(json!({}));
    ask(&mut world, "Do we tell the public?");
    let decide = |world: &mut World| world.case.decide("@p", Decision::Publish, None, "app");
    assert_eq!(codes(&decide(&mut world).unwrap_err()), ["E703"], "nobody voted");
    vote(&mut world, "yes", "rev").unwrap();
    assert_eq!(codes(&decide(&mut world).unwrap_err()), ["E703"], "nobody reviewed");
    world.case.review("@p", None, "rev").unwrap();
    vote(&mut world, "no", "third").unwrap();
    assert_eq!(codes(&decide(&mut world).unwrap_err()), ["E703"], "as many against as for it");
    vote(&mut world, "yes", "app").unwrap();
    decide(&mut world).unwrap();
    assert!(vote(&mut world, "no", "rev").is_err(), "it is decided");
}

#[test]
fn who_wrote_a_judgment_does_not_review_it_under_another_name() {
    let mut world = with(json!({}));
    world.case.add_member("ana", Role::Reviewer, None, "ana").unwrap();
    world.edit("j-coordination", json!({"authors": ["third"]})).unwrap();
    let error = world.case.review("@j-coordination", None, "ana").unwrap_err();
    assert!(error.to_string().contains("nobody reviews"), "{error}");
    world.case.review("@j-coordination", None, "rev").unwrap();
    // Nor does the writer approve what it is in.
    assert_eq!(codes(&world.case.decide("@p", Decision::Publish, None, "ana").unwrap_err()), ["E702"]);
}

#[test]
fn who_signs_a_judgment_is_a_member() {
    refused("E402", |d| at(d, "j-coordination")["authors"] = json!(["gpt-4 turbo"]));
}

#[test]
fn nobody_becomes_custodian_by_a_second_case_record_or_by_taking_the_first_back() {
    let mut world = with(json!({}));
    let members = json!([{"member": "third", "role": "custodian", "since": "2026-01-01T00:00:00.000Z"}]);
    let second = json!({"case": [{"title": "Mine", "question": "?", "status": "triage", "legal_basis": "none",
        "retention_until": "2099-01-01", "access_basis": ["x"], "members": members, "default_tlp": "clear"}]});
    let drafts: Vec<Draft> = parse_document(&second).unwrap().into_iter().map(|w| w.draft).collect();
    let error = world.case.add_records(&drafts, "third", None).unwrap_err();
    assert_eq!(codes(&error), ["E006"]);
    assert!(matches!(world.case.withdraw_record("@case", "third", "x"), Err(CaseError::Invalid { .. })));
    assert!(matches!(world.case.add_member("eve", Role::Approver, None, "third"), Err(CaseError::Role { .. })));
}

#[test]
fn the_first_case_record_counts_whatever_its_id() {
    let mut world = with(json!({}));
    let set = world.case.records("ana").unwrap();
    let first = set.case().unwrap().clone();
    for id in ["00000000-0000-4000-8000-000000000000", "ffffffff-ffff-4fff-bfff-ffffffffffff"] {
        let mut both = set.clone();
        both.insert(daylight_core::record::Record { id: id.into(), alias: None, ..first.clone() });
        assert_eq!(both.case().unwrap().id, first.id);
    }
}

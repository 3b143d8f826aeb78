//! Who may erase and hand out.

use super::*;
use crate::Pseudonym;

#[test]
fn only_a_custodian_erases_and_only_one_who_may_hands_out() {
    let dir = scratch();
    let mut case = new_case(dir.path(), &Fixed::new(12));
    let sha256 = add(&mut case, b"rows").sha256;
    case.seal(&[account("7")], "member-1").unwrap();
    let who = case.pseudonym("telegram", "7").unwrap();
    let out = dir.path().join("out");
    let lacks = |done: crate::Result<()>| assert!(matches!(done, Err(CaseError::Role { .. })), "{done:?}");
    // Before anybody has a role, only the maker of the case may.
    lacks(case.erase_person(&who, "stranger", "request").map(drop));
    for (member, role) in [("analyst", Role::Analyst), ("approver", Role::Approver)] {
        case.add_member(member, role, None, "member-1").unwrap();
    }
    for member in ["stranger", "analyst", "approver"] {
        lacks(case.erase_person(&who, member, "request").map(drop));
        lacks(case.erase_original(&sha256, member, "request").map(drop));
    }
    for member in ["stranger", "analyst"] {
        lacks(case.export_evidence(&out, member, "why").map(drop));
    }
    case.export_evidence(&out, "approver", "why").unwrap();
    case.erase_person(&who, "member-1", "request").unwrap();
    case.erase_original(&sha256, "member-1", "request").unwrap();
    whole(case.view().dir());
}

#[test]
fn an_erased_original_takes_seals_along_that_no_posts_lead_to() {
    let dir = scratch();
    let mut case = new_case(dir.path(), &Fixed::new(13));
    let sha256 = add(&mut case, b"rows").sha256;
    let other = add(&mut case, b"others").sha256;
    // Account 9 was sealed by an import that broke off before its posts were there.
    case.seal(&[account("7"), account("8"), account("9")], "member-1").unwrap();
    let [one, stays, broken] = ["7", "8", "9"].map(|id| case.pseudonym("telegram", id).unwrap());
    import(&mut case, &sha256, &[one, stays], b"posts");
    import(&mut case, &other, &[stays], b"posts of another");
    assert_eq!(case.erase_original(&sha256, "member-1", "retention passed").unwrap().n_seals, 2);
    let known = |who: &Pseudonym| !case.view().resolve(&who.to_string()).unwrap().is_empty();
    assert_eq!([one, stays, broken].map(|who| known(&who)), [false, true, false]);
    whole(case.view().dir());
}

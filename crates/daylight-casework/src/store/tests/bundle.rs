//! Bundles: what they hold, and that each change of one is found and named.

use super::*;
use crate::store::BundleRun;
use crate::verify::{is_bundle, verify_bundle};
use daylight_core::SilentProgress;

/// A case with two originals (one name sealed) and a result, and its bundle.
fn bundled(dir: &Path) -> std::path::PathBuf {
    let mut case = new_case(dir, &Fixed::new(21));
    let first = add(&mut case, b"original bytes").sha256;
    let meta = OriginalMeta { name: NewName::Sealed("export of jo/canary.zip".into()), ..original("") };
    let second = case.add_original(&mut &b"other bytes"[..], &meta, "member-1").unwrap().sha256;
    import(&mut case, &first, &[], b"posts");
    let run = case.view().dir().join("runs/first");
    fs::create_dir_all(run.join("inner")).unwrap();
    fs::write(run.join("evidence.csv"), "a,b\n").unwrap();
    fs::write(run.join("inner/table.csv"), "c\n").unwrap();
    let files = vec!["evidence.csv".to_owned(), "inner/table.csv".to_owned()];
    let good = BundleRun { name: "first".into(), dir: run, files, cites: vec![first, second] };
    let out = dir.join("bundle");
    let foreign = BundleRun { cites: vec!["ab".repeat(32)], ..good.clone() };
    let leaving = BundleRun { files: vec!["../../case.sqlite".into()], ..good.clone() };
    for refused in [foreign, leaving] {
        assert!(matches!(case.export_bundle(&out, "member-1", "why", &[refused]), Err(CaseError::Invalid { .. })));
        assert!(!out.exists());
    }
    case.export_bundle(&out, "member-1", "why", &[good]).unwrap();
    out
}

fn damage(dir: &Path) -> Vec<(String, String)> {
    verify_bundle(dir, &SilentProgress).damage.into_iter().map(|d| (d.place, d.what)).collect()
}

#[test]
fn a_bundle_holds_names_results_and_a_page_and_is_whole() {
    let dir = scratch();
    let out = bundled(dir.path());
    assert!(is_bundle(&out) && !is_bundle(dir.path()));
    let report = verify_bundle(&out, &SilentProgress);
    assert_eq!((report.damage.clone(), report.notes.clone()), (vec![], Vec::<String>::new()));
    assert_eq!((report.n_originals, report.n_records), (2, 3));
    let names = files::list(&out).unwrap();
    assert!(names.iter().any(|n| n.ends_with("/export of jo_canary.zip")), "{names:?}");
    assert!(names.contains(&"runs/first/inner/table.csv".to_owned()), "{names:?}");
    let page = fs::read_to_string(out.join("README.txt")).unwrap();
    assert!(page.contains("export of jo_canary.zip") && page.contains("runs/first: made from 2 of these"), "{page}");
    assert!(!page.contains('{'), "each gap of the page is filled");
}

#[test]
fn each_changed_byte_of_a_bundle_is_found_and_its_file_named() {
    let dir = scratch();
    let out = bundled(dir.path());
    for name in files::list(&out).unwrap() {
        let path = out.join(&name);
        let whole = fs::read(&path).unwrap();
        let step = (whole.len() / 12).max(1);
        for at in (0..whole.len()).step_by(step) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::remove_file(&path).unwrap();
            fs::write(&path, &bytes).unwrap();
            let found = damage(&out);
            assert!(!found.is_empty(), "byte {at} of {name}");
            if name != "SHA256SUMS" {
                assert!(found.iter().any(|(place, _)| *place == name), "byte {at} of {name}: {found:?}");
            }
        }
        fs::remove_file(&path).unwrap();
        assert!(!damage(&out).is_empty(), "{name} is gone");
        fs::write(&path, whole).unwrap();
    }
    assert_eq!(damage(&out), vec![]);
}

#[test]
fn a_bundle_whose_sums_were_made_again_is_still_found_out() {
    let dir = scratch();
    let out = bundled(dir.path());
    let name = files::list(&out).unwrap().into_iter().find(|n| n.ends_with("posts.csv")).unwrap();
    fs::remove_file(out.join(&name)).unwrap();
    fs::write(out.join(&name), "forged bytes").unwrap();
    let sums = fs::read_to_string(out.join("SHA256SUMS")).unwrap();
    let forged = crate::text::sha256_hex(b"forged bytes");
    let lines = sums.lines().map(|l| if l.ends_with(&name) { format!("{forged}  {name}") } else { l.to_owned() });
    let sums: String = lines.map(|l| l + "\n").collect();
    fs::write(out.join("SHA256SUMS"), sums).unwrap();
    let found = damage(&out);
    assert!(found.iter().any(|(_, what)| what.contains("is not the file that was recorded")), "{found:?}");
    fs::write(out.join("left.txt"), "by somebody").unwrap();
    assert!(verify_bundle(&out, &SilentProgress).notes.iter().any(|n| n.starts_with("left.txt")));
}

//! A case from its making to a bundle, by the commands that a user types.

use super::{daylight, ok};
use std::fs;
use std::path::{Path, PathBuf};

pub const KEY: [&str; 4] = ["--case-key", "case.key", "--actor", "ana"];

pub fn exports() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/exports")
}

/// An empty case in `folder/elec`.
pub fn empty(folder: &Path) {
    let mut new = vec!["case", "new", "elec", "--access-basis", "manifestly-public"];
    new.extend(["--legal-basis", "public interest research", "--retention-until", "2099-12-31"]);
    new.extend(KEY);
    ok(folder, &new);
}

/// A case in `folder/elec` with every export that we have a fixture of.
fn filled(folder: &Path) -> serde_json::Value {
    empty(folder);
    let (exports, mut import) = (exports(), vec!["--json", "import"]);
    import.extend([exports.to_str().unwrap(), "--case", "elec"]);
    import.extend(KEY);
    serde_json::from_str(&ok(folder, &import)).unwrap()
}

#[test]
fn a_folder_of_all_exports_comes_in_once_and_is_analysed() {
    let folder = tempfile::tempdir().unwrap();
    let first = filled(folder.path());
    let files = first["files"].as_array().unwrap();
    let imported = files.iter().filter(|f| f["state"] == "imported").count();
    assert_eq!((imported, files.iter().filter(|f| f["state"] == "left").count()), (37, 1), "{first}");
    for f in files {
        let n = |k: &str| f[k].as_u64().unwrap();
        assert_eq!(n("read"), n("kept") + n("rejected"), "{f}");
    }
    let exports = exports();
    let mut again = vec!["--json", "import", exports.to_str().unwrap(), "--case", "elec"];
    again.extend(KEY);
    let second: serde_json::Value = serde_json::from_str(&ok(folder.path(), &again)).unwrap();
    assert_eq!(second["total"]["read"], 0, "{second}");
    assert!(ok(folder.path(), &["verify", "elec"]).contains("is whole"));
    let run = ok(folder.path(), &["run", "elec", "--out", "elec/runs/first", "--key-file", "names.key"]);
    let kept = first["total"]["kept"].as_u64().unwrap();
    assert!(run.contains(&format!("{kept} read = {kept} kept")), "{run}");
    assert!(ok(folder.path(), &["verify", "elec/runs/first"]).contains("as the manifest says"));
}

#[test]
fn a_person_is_revealed_with_a_reason_and_erased_and_the_case_stays_whole() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let with_keys = |args: &[&str]| {
        let mut all = args.to_vec();
        all.extend(KEY);
        ok(folder.path(), &all)
    };
    let link = ["who", "elec", "--object", "http", "--contains", "--json", "--key-file", "names.key"];
    let who: serde_json::Value = serde_json::from_str(&ok(folder.path(), &link)).unwrap();
    let pseudonym = who["actions"][0]["account"].as_str().unwrap().to_owned();
    assert_eq!(pseudonym.len(), 12);
    let shown = with_keys(&["case", "reveal", "elec", &pseudonym, "--reason", "who is this"]);
    assert!(shown.contains(&format!("{pseudonym} is, until ")), "{shown}");
    let gone = with_keys(&["case", "erase", "elec", &pseudonym, "--basis", "request"]);
    assert!(gone.contains("posts are gone") && !gone.contains(" 0 posts are gone"), "{gone}");
    assert!(ok(folder.path(), &["verify", "elec"]).contains("is whole"));
    let mut again = vec!["case", "reveal", "elec", &pseudonym, "--reason", "once more"];
    again.extend(KEY);
    assert_eq!(daylight(folder.path(), &again).status.code(), Some(2));
    with_keys(&["case", "export-evidence", "elec", "--out", "bundle", "--reason", "handover"]);
    let mut sums = std::process::Command::new("sha256sum");
    sums.args(["-c", "--quiet", "SHA256SUMS"]).current_dir(folder.path().join("bundle"));
    assert!(sums.status().unwrap().success());
}

#[test]
fn damage_is_found_and_named() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let posts = fs::read_dir(folder.path().join("elec/posts")).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&posts).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let mut permissions = fs::metadata(&posts).unwrap().permissions();
    #[allow(clippy::permissions_set_readonly_false, reason = "a file in a temporary folder")]
    permissions.set_readonly(false);
    fs::set_permissions(&posts, permissions).unwrap();
    fs::write(&posts, bytes).unwrap();
    let output = daylight(folder.path(), &["verify", "elec"]);
    assert_eq!(output.status.code(), Some(2));
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.contains(posts.file_name().unwrap().to_str().unwrap()), "{words}");
}

#[test]
fn a_folder_that_is_no_case_is_an_error_with_the_command_that_makes_one() {
    let folder = tempfile::tempdir().unwrap();
    let exports = exports();
    let output = daylight(folder.path(), &["import", exports.to_str().unwrap(), "--case", "nothing"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("daylight case new nothing"));
}

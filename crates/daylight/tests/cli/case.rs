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
    let repeated = first["total"]["repeated"].as_u64().unwrap();
    let counted = kept - repeated;
    assert!(run.contains(&format!("{kept} read = {counted} kept + {repeated} rejected")), "{run}");
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
    let shown =
        with_keys(&["case", "reveal", "elec", &pseudonym, "--reason", "who is this", "--not-private", "an outlet"]);
    assert!(shown.contains(&format!("{pseudonym} is, until ")), "{shown}");
    let gone = with_keys(&["case", "erase", "elec", &pseudonym, "--basis", "request"]);
    assert!(gone.contains("posts are gone") && !gone.contains(" 0 posts are gone"), "{gone}");
    assert!(ok(folder.path(), &["verify", "elec"]).contains("is whole"));
    let mut again = vec!["case", "reveal", "elec", &pseudonym, "--reason", "once more", "--not-private", "an outlet"];
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

/// Four columns of three accounts.
const SHARES: &str = "object_id,account_id,content_id,timestamp_share\n\
    https://a.example/1,one,11,1700000000\nhttps://a.example/1,two,12,1700000010\nhttps://a.example/1,three,13,1700000020\n";

fn imported(folder: &Path, input: &str) -> serde_json::Value {
    let mut import = vec!["--json", "import", input, "--case", "elec"];
    import.extend(KEY);
    serde_json::from_str(&ok(folder, &import)).unwrap()
}

#[test]
fn a_person_who_was_erased_does_not_come_back_with_the_next_export() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    empty(folder);
    fs::write(folder.join("first.csv"), SHARES).unwrap();
    assert_eq!(imported(folder, "first.csv")["total"]["kept"], 3);
    let who = |object: &str| -> Vec<String> {
        let found = ok(folder, &["who", "elec", "--object", object, "--json", "--key-file", "names.key"]);
        let found: serde_json::Value = serde_json::from_str(&found).unwrap();
        found["actions"].as_array().unwrap().iter().map(|a| a["account"].as_str().unwrap().to_owned()).collect()
    };
    let mut erase = vec!["case", "erase", "elec", "", "--basis", "request"];
    erase.extend(KEY);
    let gone = who("https://a.example/1").remove(0);
    erase[3] = &gone;
    let said = ok(folder, &erase);
    assert!(said.contains("1 posts are gone") && said.contains("a later import leaves the person out"), "{said}");
    // The next export has the same three people again, elsewhere.
    fs::write(folder.join("second.csv"), SHARES.replace("/1,", "/2,")).unwrap();
    let second = imported(folder, "second.csv");
    let file = &second["files"][0];
    assert_eq!((&file["read"], &file["kept"], &file["rejected"]), (&3.into(), &2.into(), &1.into()), "{second}");
    assert_eq!(file["notes"]["erased on request"], 1);
    assert!(!who("https://a.example/2").contains(&gone));
    assert_eq!(who("https://a.example/2").len(), 2);
    let shown = ok(folder, &["--json", "case", "show", "elec"]);
    assert!(shown.contains("\"rejected\":1"), "{shown}");
    assert!(ok(folder, &["verify", "elec"]).contains("is whole"));
}

/// Surroundings of a test that writes into a case beside the binary.
struct Numbers(std::sync::Mutex<u8>);

/// Puts an import into the case in `folder/elec` as version 0.0.1 would have left it, without posts.
pub fn older_import(folder: &Path, file: &str, importer: &str, mapping: Option<&str>) {
    use daylight_casework::{
        Begun, Case, Context, Counts, DataSet, ImportDone, ImportKey, NewName, OriginalMeta, Unlock,
    };
    let key = fs::read(folder.join("case.key")).unwrap();
    let outside = Context::new(Numbers(std::sync::Mutex::new(7)));
    let mut case = Case::open(&folder.join("elec"), Unlock::KeyFile(&key), &outside).unwrap();
    let data_set = DataSet { access_basis: "consent".into(), ..DataSet::default() };
    let meta = OriginalMeta { name: NewName::Sealed(file.into()), source: None, data_set };
    let original = case.add_original_file(&folder.join(file), &meta, "ana").unwrap().sha256;
    let key = ImportKey { original, part: String::new(), importer: importer.into(), importer_version: "0.0.1".into() };
    let Begun::Fresh { import, .. } = case.begin_import(&key).unwrap() else { panic!("not fresh") };
    let counts = Counts { read: 3, kept: 0, rejected: 3 };
    let problems = daylight_core::ProblemLog::default();
    let done = ImportDone { actor: "ana", counts, accounts: &[], problems: &problems };
    case.commit_mapped_import(&import, &done, mapping).unwrap();
}

impl daylight_casework::Outside for Numbers {
    fn now_us(&self) -> i64 {
        1_700_000_000_000_000
    }

    fn random(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        let mut n = self.0.lock().unwrap();
        for b in bytes.iter_mut() {
            *n = n.wrapping_mul(29).wrapping_add(17);
            *b = *n;
        }
        Ok(())
    }
}

#[test]
fn what_an_older_version_imported_is_read_again_once_and_never_doubled() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    empty(folder);
    fs::write(folder.join("first.csv"), SHARES).unwrap();
    older_import(folder, "first.csv", "older", None);
    for (state, kept) in [("renewed", 3), ("already", 0)] {
        let done = imported(folder, "first.csv");
        assert_eq!((&done["files"][0]["state"], &done["total"]["kept"]), (&state.into(), &kept.into()), "{done}");
    }
    let shown: serde_json::Value = serde_json::from_str(&ok(folder, &["--json", "case", "show", "elec"])).unwrap();
    assert_eq!((shown["imports"].as_array().unwrap().len(), &shown["imports"][0]["kept"]), (1, &3.into()), "{shown}");
    assert!(ok(folder, &["verify", "elec"]).contains("is whole"));
}

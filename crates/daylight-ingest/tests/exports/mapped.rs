//! Tables read by a mapping, or by what their columns look like.

use std::path::Path;
use std::sync::Arc;

use daylight_core::{Context, ObjectKind};
use daylight_ingest::exports::canonical::write_canonical;
use daylight_ingest::exports::{ExportOptions, Mark, Record, guess_mapping, read_export_from};
use daylight_ingest::{ReadOptions, TableMapping, read_paths};

use crate::support::{fixture, posts, read};

fn with(mapping: &str) -> ExportOptions {
    let mapping = TableMapping::from_toml(mapping).unwrap();
    ExportOptions { mapping: Some(Arc::new(mapping)), ..ExportOptions::default() }
}

const TABLE: &str = "who;Wann;Uhr;wo;was;Links;Tags;Fans;Herzen\n\
    fb_1;03.02.2024;10:00;p1;Zählt mit;https://www.news.example/a?utm_source=x ad7;#Wahl,zwei Worte;1.200;5\n\
    fb_2;13.02.2024;10:01;p2;;u9;;;\n\
    ;13.02.2024;10:02;p3;x;u9;;;\n\
    fb_4;gestern;;p4;x;u9;;;\n\
    fb_5;14.02.2024;10:03;1,82E+18;x;2,5E+17;;;\n";

const MAPPING: &str = r#"
mapping = 1
platform_from_prefix = true
[columns]
account = "who"
content = "wo"
time = "Wann"
clock = "Uhr"
text = "was"
followers = "Fans"
[time]
zone = "+01:00"
[[object]]
kind = "url"
column = "Links"
split = " "
[[object]]
kind = "hashtag"
column = "Tags"
split = ","
[metrics]
likes = "Herzen"
"#;

#[test]
fn a_mapping_reads_a_table_as_it_says() {
    let (records, report) = read(TABLE.as_bytes(), &with(MAPPING)).unwrap();
    assert_eq!((report.format, report.n_read, report.n_kept), ("table", 5, 3));
    assert!(report.mapping.unwrap().contains("column = \"Links\""));
    let all = posts(&records);
    let first = &all[0];
    assert_eq!((first.account.id.as_deref(), first.platform.as_deref()), (Some("fb_1"), Some("facebook")));
    assert_eq!(first.time.as_ref().unwrap().us, 1_706_950_800_000_000, "10:00 in the zone of the mapping");
    assert_eq!(first.links[0].canonical, "https://news.example/a");
    assert_eq!(first.objects, [(ObjectKind::Url, "ad7".to_owned()), (ObjectKind::Hashtag, "zwei Worte".to_owned())]);
    assert_eq!((first.hashtags[0].as_str(), first.metrics["likes"]), ("wahl", 5));
    let faults: Vec<(Option<&str>, &str)> = records
        .iter()
        .filter_map(|r| match r {
            Record::Problem(p) => Some((p.field.as_deref(), p.reason.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(faults, [(Some("who"), "the account is empty"), (Some("wann"), "the time is not readable")]);
    let damaged = &all[2];
    assert!(damaged.marks.contains(&Mark::DamagedId) && damaged.content_id.is_none() && damaged.objects.is_empty());
}

#[test]
fn a_mapping_that_does_not_fit_names_the_column_and_known_formats_stay_known() {
    let wrong = with(&MAPPING.replace("\"Links\"", "\"Link\""));
    let error = read(TABLE.as_bytes(), &wrong).unwrap_err().to_string();
    assert!(error.contains("`Link`") && error.contains("Links"), "{error}");
    let (_, report) = read(&fixture("coortweet.csv"), &wrong).unwrap();
    assert_eq!((report.format, report.n_notes["mapping_not_used"]), ("coortweet", 1));
}

#[test]
fn a_mapping_that_fits_goes_before_a_known_format() {
    let mapping = "mapping = 1\n[columns]\naccount = \"account_id\"\ntime = \"timestamp_share\"\n\
                   [[object]]\nkind = \"post\"\ncolumn = \"content_id\"\n";
    let (records, report) = read(&fixture("coortweet.csv"), &with(mapping)).unwrap();
    assert_eq!(report.format, "table");
    assert_eq!(posts(&records)[0].objects, [(ObjectKind::Other("post".to_owned()), "c1".to_owned())]);
}

#[test]
fn columns_are_recognized_with_reasons_and_dates_that_prove_nothing_are_refused() {
    let table = b"user_id,created_at,link,message\na,2024-03-01 10:00:00,https://news.example/x,hi\n";
    let (records, report) = read(table, &ExportOptions::default()).unwrap();
    assert_eq!((report.format, posts(&records).len()), ("table", 1));
    let roles: Vec<&str> = report.columns.iter().map(|c| c.role.as_str()).collect();
    assert_eq!(roles, ["account", "time", "object:url", "text"]);
    assert!(report.columns.iter().all(|c| !c.reason.is_empty()));
    let slashed = b"user_id,created_at,link\na,03/04/2024 10:00,https://news.example/x\n";
    let error = read(slashed, &ExportOptions::default()).unwrap_err().to_string();
    assert!(error.contains("03/04/2024") && error.contains("two ways"), "{error}");
    let both = b"user_id,created_at,link\na,13/04/2024 10:00,u\nb,04/13/2024 10:00,u\n";
    let error = read(both, &ExportOptions::default()).unwrap_err().to_string();
    assert!(error.contains("both orders"), "{error}");
    let day = ExportOptions { day_first: Some(true), ..ExportOptions::default() };
    assert_eq!(posts(&read(slashed, &day).unwrap().0)[0].time.as_ref().unwrap().us, 1_712_138_400_000_000);
}

#[test]
fn what_is_no_table_of_posts_stays_out() {
    for text in [
        "#!/usr/bin/env python3\nimport csv, json\nprint(1)\n",
        "name,amount\nx,3\n",
        "Dear reader,\nthis is a letter, with commas.\n",
        "user_id,created_at,link\na,never,u\n",
        "{\"kind\":\"other\"}\n",
        "[1,2,3]",
        "user_id,created_at,link\n",
    ] {
        assert!(read(text.as_bytes(), &ExportOptions::default()).is_err(), "{text}");
    }
}

#[test]
fn lines_and_documents_of_json_are_tables_too() {
    let lines = "{\"user\":{\"id\":\"a\"},\"created_at\":1709287200,\"urls\":[{\"url\":\"https://news.example/x\"}],\"rank\":1}\n";
    for text in [lines.to_owned(), format!("[{lines}]"), format!("{{\"posts\":[\n{lines}]}}")] {
        let (records, report) = read(text.as_bytes(), &ExportOptions::default()).unwrap();
        assert_eq!(report.format, "table", "{text}");
        let all = posts(&records);
        assert_eq!(
            (all[0].account.id.as_deref(), all[0].links[0].canonical.as_str()),
            (Some("a"), "https://news.example/x")
        );
        assert_eq!(all[0].extra.as_deref(), Some("{\"rank\":1}"));
    }
}

#[test]
fn a_table_without_header_has_numbers_for_names() {
    let text = b"a1,1709287200,https://news.example/x\na2,1709287201,https://news.example/x\n";
    let mapping = "mapping = 1\n[columns]\naccount = \"1\"\ntime = \"2\"\n[[object]]\nkind = \"url\"\ncolumn = \"3\"\n";
    let (records, _) = read(text, &with(mapping)).unwrap();
    let accounts: Vec<String> = posts(&records).into_iter().filter_map(|p| p.account.id).collect();
    assert_eq!(accounts, ["a1", "a2"]);
}

#[test]
fn the_guess_can_be_edited_and_used() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("posts.csv");
    std::fs::write(&path, "user_id,created_at,hashtags\na,2024-03-01 10:00,x|y\nb,2024-03-01 10:01,x\n").unwrap();
    let guess = guess_mapping(&path).unwrap();
    let text = guess.to_toml();
    assert!(text.contains("# named user_id") && text.contains("split = \"|\""), "{text}");
    let mapping = TableMapping::from_toml(&text).unwrap();
    let options = ExportOptions { mapping: Some(Arc::new(mapping)), ..ExportOptions::default() };
    let mut n = 0;
    let bytes = std::fs::read(&path).unwrap();
    let report = read_export_from(Path::new("x"), bytes.as_slice(), &options, &mut |_| n += 1).unwrap();
    assert_eq!((report.n_kept, n), (2, 2));
    std::fs::write(&path, "a,b\n1,2\n").unwrap();
    let guess = guess_mapping(&path).unwrap();
    assert!(!guess.missing.is_empty() && guess.to_toml().contains("Columns: a, b"));
}

/// Account, time and object.
type Action = (String, i64, String);

/// Layers of a data set: kind, and account and object of each action, sorted.
fn layers(path: &Path) -> Vec<(String, Vec<Action>)> {
    let data = read_paths(&[path.to_owned()], &ReadOptions::default(), &Context::silent()).unwrap();
    let layer = |l: &daylight_core::Layer| {
        let action = |(&o, &p): (&u32, &u32)| {
            let account = data.accounts.get(data.posts.account[p as usize]).to_owned();
            (account, data.posts.time_us[p as usize], l.objects.get(o).to_owned())
        };
        let mut all: Vec<_> = l.object.iter().zip(&l.post).map(action).collect();
        all.sort();
        (l.kind.name().to_owned(), all)
    };
    data.layers.iter().map(layer).collect()
}

#[test]
fn the_layers_of_a_table_are_the_same_in_a_case_and_from_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let (table, case) = (dir.path().join("table.csv"), dir.path().join("posts.parquet"));
    let mut text =
        String::from("account_id,post_id,url_id,hashtag_id,domain_id,phash_id,repost_id,reply_id,timestamp\n");
    for i in 0..60 {
        let cell = |n: usize, every: usize| if i % every == 0 { (n + i % 7).to_string() } else { String::new() };
        text += &format!(
            "fb_{},{i},{},{},{},{},{},{},{}\n",
            i % 9,
            cell(100, 2),
            cell(200, 3),
            cell(300, 2),
            cell(400, 5),
            cell(0, 4),
            cell(10, 6),
            1_629_000_000 + 37 * i
        );
    }
    std::fs::write(&table, &text).unwrap();
    let (records, report) = read(text.as_bytes(), &ExportOptions::default()).unwrap();
    assert_eq!(report.n_kept, 60);
    write_canonical(&case, posts(&records)).unwrap();
    let direct = layers(&table);
    let kinds: Vec<&str> = direct.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["url", "domain", "hashtag", "repost_of", "reply_to", "image"]);
    assert_eq!(layers(&case), direct);
}

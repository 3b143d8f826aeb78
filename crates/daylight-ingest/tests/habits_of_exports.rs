//! What tables look like when people made them with spreadsheets.
#![allow(clippy::unwrap_used, clippy::format_collect, reason = "tests")]

mod common;

use common::{check, read_bytes};
use daylight_ingest::{IngestError, ReadOptions};

const NOON: i64 = 1_717_156_800_000_000;

#[test]
fn a_clock_in_its_own_column_is_joined_to_its_date() {
    for (header, date, clock) in
        [("Autor;Datum;Uhrzeit;url", "31.05.2024", "12:00:00"), ("Autor;date;time;url", "2024-05-31", "12:00")]
    {
        let header = header.replace("Autor", "author");
        let table: String = (0..8).map(|i| format!("u{i};{date};{clock};https://s.example/{i}\n")).collect();
        let data = read_bytes(format!("{header}\n{table}").as_bytes(), &ReadOptions::default()).unwrap();
        check(&data);
        assert_eq!(data.posts.time_us, vec![NOON; 8], "{header}");
        assert!(!data.sources[0].notes.iter().any(|n| n.contains("midnight")), "{:?}", data.sources[0].notes);
        assert!(data.sources[0].columns.iter().any(|c| c.role == "time of day"));
    }
}

#[test]
fn ids_that_a_spreadsheet_rounded_are_noted() {
    let rounded: String =
        (0..20).map(|i| format!("1820000000000{}0000,https://s.example/{i},1600000000\n", 10 + i)).collect();
    let whole: String =
        (0..20).map(|i| format!("1820000000000{}0123,https://s.example/{i},1600000000\n", 10 + i)).collect();
    for (rows, expected) in [(rounded, true), (whole, false)] {
        let table = format!("account_id,url,timestamp\n{rows}");
        let data = read_bytes(table.as_bytes(), &ReadOptions::default()).unwrap();
        let noted = data.sources[0].notes.iter().any(|n| n.contains("after the 15th digit"));
        assert_eq!(noted, expected, "{:?}", data.sources[0].notes);
    }
}

#[test]
fn another_encoding_is_named_as_a_cause() {
    let table = b"account_id,url,timestamp,text\na,https://s.example/1,1600000000,gr\xfc\xdfe\n";
    let data = read_bytes(table, &ReadOptions::default()).unwrap();
    check(&data);
    assert!(data.sources[0].notes.iter().any(|n| n.contains("iconv -f WINDOWS-1252")), "{:?}", data.sources[0].notes);
}

#[test]
fn all_missing_columns_are_named_at_once() {
    let error = read_bytes(b"who_knows,when_knows\na,b\n", &ReadOptions::default()).unwrap_err();
    let IngestError::MissingColumn { roles, .. } = &error else { panic!("{error}") };
    assert_eq!(roles, &["account", "time", "object:url"]);
    assert!(error.hint().unwrap().contains("account=COLUMN,time=COLUMN,object:url=COLUMN"));
}

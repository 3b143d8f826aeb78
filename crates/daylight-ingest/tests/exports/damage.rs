//! Damage seen in real exports, one test a kind. What the spreadsheet does to ids, encodings, repeated headers
//! and broken lines stand in `hostile`, archives in `archives`, error and deletion objects in `values`.

use daylight_ingest::exports::archive::{ArchiveLimits, Outcome, read_exports};
use daylight_ingest::exports::{ExportOptions, Mark, Post, Record};

use crate::support::{fixture, posts, read};

fn kept(text: &str) -> Vec<Post> {
    posts(&read(text.as_bytes(), &ExportOptions::default()).unwrap().0)
}

const IO: &str = "tweetid,userid,tweet_text,tweet_time,hashtags,urls\n";

#[test]
fn python_lists_and_objects_in_cells_are_read_or_left_whole() {
    let text = format!(
        "{IO}1,7,x,2020-01-01 10:00,\"['Vote', \"\"it's\"\"]\",\"['https://news.example/a,b']\"\n\
         2,7,x,2020-01-01 10:00,\"[{{'a': datetime.datetime(2024, 8, 15, 0, 0)}}, 'Now']\",[]\n\
         3,7,x,2020-01-01 10:00,\"['cut\",nan\n"
    );
    let all = kept(&text);
    assert_eq!(all[0].hashtags, ["vote", "it's"]);
    assert_eq!(all[0].links[0].original, "https://news.example/a,b");
    assert_eq!(all[1].hashtags, ["now"], "what is no word of a list is passed over");
    assert!(all[2].links.is_empty());
}

#[test]
fn times_to_the_minute_say_so() {
    let all = posts(&read(&fixture("fivethirtyeight.csv"), &ExportOptions::default()).unwrap().0);
    assert!(all.iter().all(|p| (p.time.as_ref().unwrap().resolution_secs - 60.0).abs() < 1e-9));
    assert!(all[0].time.as_ref().unwrap().original.contains('/'));
}

#[test]
fn several_notations_of_time_in_one_file_are_each_read() {
    let text = format!(
        "{IO}1,7,a,2020-01-01 10:00,,\n2,7,b,2020-01-01T10:00:00.5Z,,\n3,7,c,1577872800,,\n\
         4,7,d,Wed Jan 01 10:00:00 +0000 2020,,\n5,7,e,2020-01-01 11:00:00+01:00,,\n"
    );
    let (records, report) = read(text.as_bytes(), &ExportOptions::default()).unwrap();
    let times: Vec<i64> = posts(&records).iter().map(|p| p.time.as_ref().unwrap().us / 1_000_000).collect();
    assert_eq!(times, [1_577_872_800; 5]);
    assert_eq!(report.n_notes["time_without_zone"], 1);
}

#[test]
fn local_times_are_read_in_the_zone_that_is_given() {
    let text = format!("{IO}1,7,a,2020-07-01 10:00,,\n");
    let options = ExportOptions { time_zone: Some("Europe/Berlin".parse().unwrap()), ..ExportOptions::default() };
    let all = posts(&read(text.as_bytes(), &options).unwrap().0);
    assert_eq!(all[0].time.as_ref().unwrap().us, 1_593_590_400_000_000);
}

#[test]
fn day_orders_that_mix_are_never_guessed() {
    let text = "id,thread_id,author,body,timestamp\n1,1,a,b,13/04/2020 10:00\n2,1,a,b,04/13/2020 10:00\n3,1,a,b,03/04/2020 10:00\n";
    let (records, report) = read(text.as_bytes(), &ExportOptions::default()).unwrap();
    assert_eq!((report.n_kept, report.n_rejected), (0, 3));
    let words = |r: &Record| match r {
        Record::Problem(p) => p.reason.clone(),
        other => format!("{other:?}"),
    };
    assert!(records.iter().all(|r| words(r).contains("--day-first")), "{records:?}");
    // With the word of the user, what contradicts it is still a problem and no other day.
    let day = ExportOptions { day_first: Some(true), ..ExportOptions::default() };
    let (_, report) = read(text.as_bytes(), &day).unwrap();
    assert_eq!((report.n_kept, report.n_rejected), (2, 1));
}

#[test]
fn latin_letters_of_old_programs_are_decoded() {
    let text = format!("{IO}1,7,Köln wählt größer als früher und überall für alle Bürger,2020-01-01 10:00,,\n");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    let (records, report) = read(&bytes, &ExportOptions::default()).unwrap();
    assert!(posts(&records)[0].text.as_deref().unwrap().starts_with("Köln wählt größer"));
    assert_eq!(report.encoding, "windows-1252 (detected)");
}

#[test]
fn line_ends_inside_quotes_belong_to_the_text() {
    let text = format!("{IO}1,7,\"one\r\ntwo\nthree\",2020-01-01 10:00,,\r\n2,7,four,2020-01-01 10:01,,\r\n");
    let all = kept(&text);
    assert_eq!((all.len(), all[0].text.as_deref()), (2, Some("one\r\ntwo\nthree")));
    assert_eq!(all[1].origin.line, Some(4));
}

#[test]
fn backslashes_escape_quotes_where_the_tool_writes_them_so() {
    let text = "id,replyCount,likeCount,publishedAt,authorName,text,authorChannelId,isReply,isReplyTo\n\
        c1,0,1,2024-03-01 10:00:00,Account A,\"he said \\\"count\\\", twice\",UC1,0,\n\
        c2,0,1,2024-03-01 10:00:01,Account B,plain,UC2,0,\n";
    let (records, report) = read(text.as_bytes(), &ExportOptions::default()).unwrap();
    assert_eq!(report.format, "youtube_comments");
    let all = posts(&records);
    assert_eq!((all.len(), all[0].text.as_deref()), (2, Some("he said \"count\", twice")));
}

#[test]
fn semicolons_tabs_and_bars_separate_too() {
    let csv = format!("{IO}1,7,one two,2020-01-01 10:00,,\n2,8,three,2020-01-01 10:01,,\n");
    let first = kept(&csv);
    for sign in [';', '\t', '|'] {
        assert_eq!(kept(&csv.replace(',', &sign.to_string())), first, "{sign}");
    }
}

#[test]
fn a_last_line_that_is_cut_is_one_problem() {
    for (end, reason) in [("3,9,cut", "fewer cells"), ("3,9,\"cut in quo", "never closed")] {
        let text = format!("{IO}1,7,a,2020-01-01 10:00,,\n2,8,b,2020-01-01 10:01,,\n{end}");
        let (records, report) = read(text.as_bytes(), &ExportOptions::default()).unwrap();
        assert_eq!((report.n_kept, report.n_rejected), (2, 1), "{end}");
        let Some(Record::Problem(problem)) = records.last() else { panic!("{records:?}") };
        assert!(problem.reason.contains(reason), "{}", problem.reason);
    }
}

#[test]
fn the_same_post_with_other_counts_or_text_is_kept_each_time_as_it_was() {
    let one = format!("{}\n", String::from_utf8(fixture("x_api.jsonl")).unwrap().lines().nth(1).unwrap());
    let other = one.replace("\"like_count\": 2", "\"like_count\": 9").replace("Polling stations", "Stations");
    assert_ne!(one, other);
    let all = kept(&format!("{one}{other}"));
    assert_eq!((all.len(), &all[0].content_id), (2, &all[1].content_id));
    assert_eq!((all[0].metrics["likes"], all[1].metrics["likes"]), (2, 9));
    assert_ne!(all[0].text, all[1].text);
}

#[test]
fn error_and_compliance_objects_between_posts_are_notes() {
    let post = String::from_utf8(fixture("x_api.jsonl")).unwrap().lines().nth(1).unwrap().to_owned();
    let text = format!(
        "{post}\n{{\"errors\":[{{\"resource_id\":\"5\",\"title\":\"Not Found Error\"}}],\"__twarc\":{{\"version\":\"2\"}}}}\n\
         {{\"id\":\"6\",\"action\":\"delete\",\"reason\":\"deleted\",\"created_at\":\"2024-03-01T10:00:00Z\"}}\n{post}\n"
    );
    let (records, report) = read(text.as_bytes(), &ExportOptions::default()).unwrap();
    assert_eq!((posts(&records).len(), report.n_rejected), (2, 0));
    assert_eq!((report.n_notes["api_error"], report.n_notes["deletion"]), (1, 1));
}

#[test]
fn a_text_that_is_cut_is_marked_unless_the_whole_one_is_there() {
    let cut = "RT @account_b: Polling stations are open until eight in the evening and everyone in l…";
    let text = format!("{IO}1,7,{cut},2020-01-01 10:00,,\n");
    assert!(kept(&text)[0].marks.contains(&Mark::Truncated));
    let whole = posts(&read(&fixture("x_api.jsonl"), &ExportOptions::default()).unwrap().0);
    assert!(!whole[0].marks.contains(&Mark::Truncated) && whole[0].text.as_deref().unwrap().contains("may vote"));
}

#[test]
fn pictures_beside_the_messages_are_left_in_peace() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("photos")).unwrap();
    std::fs::write(dir.path().join("result.json"), fixture("telegram_desktop.json")).unwrap();
    let picture = [b"\xFF\xD8\xFF\xE0\0\x10JFIF\0".as_slice(), &[0x81, 0x00, 0x07, 0x0A, 0x2C].repeat(400)].concat();
    std::fs::write(dir.path().join("photos/photo_1.jpg"), picture).unwrap();
    std::fs::write(dir.path().join("photos/notes.txt"), "remember, remember\nthe fifth\n").unwrap();
    let outcomes = read_exports(dir.path(), &ExportOptions::default(), &ArchiveLimits::default(), &mut |_| {}).unwrap();
    let left = outcomes.iter().filter(|(_, o)| matches!(o, Outcome::Left(_))).count();
    let was_read = outcomes.iter().filter(|(_, o)| matches!(o, Outcome::Read(_))).count();
    assert_eq!((left, was_read), (2, 1), "{outcomes:?}");
}

#[test]
fn parts_of_a_document_after_its_first_two_mebibytes_are_read() {
    let message = |id: usize| {
        format!(
            r#"{{"id":{id},"type":"message","date":"2024-03-01T11:00:00","date_unixtime":"1709287200","from":"Channel A","from_id":"channel1001","text":"{}","text_entities":[]}}"#,
            "word ".repeat(200)
        )
    };
    let chat = |ids: std::ops::Range<usize>| {
        let messages: Vec<String> = ids.map(message).collect();
        format!(
            r#"{{"list":[{{"name":"Channel A","type":"public_channel","id":1001,"messages":[{}]}}]}}"#,
            messages.join(",")
        )
    };
    let text = format!(r#"{{"about":"x","chats":{},"left_chats":{}}}"#, chat(0..2200), chat(2200..2250));
    assert!(text.len() > 2 << 20);
    assert_eq!(kept(&text).len(), 2250);

    let status = |id: usize| {
        format!(
            r#"{{"id":"{id}","created_at":"2024-03-01T10:00:00.000Z","visibility":"public","uri":"https://social.example/users/a/statuses/{id}","content":"<p>{}</p>","reblog":null,"account":{{"id":"7","username":"a","acct":"a@social.example"}}}}"#,
            "word ".repeat(400)
        )
    };
    let list = |ids: std::ops::Range<usize>| ids.map(status).collect::<Vec<_>>().join(",");
    let text = format!(r#"{{"ancestors":[{}],"descendants":[{}]}}"#, list(0..1100), list(1100..1140));
    assert!(text.len() > 2 << 20);
    assert_eq!(kept(&text).len(), 1140);
}

#[test]
fn a_mentioned_id_keeps_its_case_where_ids_differ_by_it() {
    let text = "tweetid,userid,tweet_text,tweet_time,user_mentions\n\
        1,AbCdEf+/xY=,x,2020-01-01 10:00,[]\n\
        2,77,hello,2020-01-01 10:01,\"['AbCdEf+/xY=', '12']\"\n";
    let all = kept(text);
    assert_eq!(all[1].mentions, ["AbCdEf+/xY=", "12"]);
    assert_eq!(all[0].account.id.as_ref(), all[1].mentions.first());
}

#[test]
fn an_open_quote_costs_its_line_and_not_the_rest_of_the_table() {
    let row = |i: usize| format!("10{i:03},7,text {i},2020-01-01 10:00,,\n");
    let rows = |ids: std::ops::Range<usize>| ids.map(row).collect::<String>();
    let open = "10500,7,\"never closed,2020-01-01 10:00,,\n";
    let quoted = "10600,7,\"two\nlines\",2020-01-01 10:00,,\n";
    let last = "10500,7,x,2020-01-01 10:00,,\"never closed\n";
    for text in [
        format!("{IO}{}{open}{}", rows(0..500), rows(501..1000)),
        format!("{IO}{}{last}{}", rows(0..500), rows(501..1000)),
        format!("{IO}{}{open}{}{quoted}{}", rows(0..500), rows(501..600), rows(601..1000)),
    ] {
        let (records, report) = read(text.as_bytes(), &ExportOptions::default()).unwrap();
        assert_eq!((report.n_kept, report.n_rejected), (999, 1));
        let problem = records.iter().find_map(|r| if let Record::Problem(p) = r { Some(p) } else { None }).unwrap();
        assert_eq!(problem.origin.line, Some(502));
        // What is read anew knows its place.
        for post in posts(&records).iter().filter(|p| p.content_id.as_deref() == Some("10999")) {
            let offset = text.find("\n10999,").unwrap() + 1;
            assert_eq!(post.origin.offset, Some(offset as u64));
            let line = text[..offset].matches('\n').count() as u64 + 1;
            assert_eq!(post.origin.line, Some(line));
        }
    }
}

#[test]
fn text_that_seems_to_open_a_quote_in_every_line_is_read_in_time_and_counted() {
    let text = format!("{IO}{}", "x\",\"y\n".repeat(100_000));
    let (_, report) = read(text.as_bytes(), &ExportOptions::default()).unwrap();
    assert_eq!((report.n_kept, report.n_rejected), (0, 100_000));
}

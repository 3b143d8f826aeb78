//! Posts in Parquet: everything comes back, and the generic reader takes the file without any option.

use daylight_core::{Context, ObjectKind};
use daylight_ingest::exports::canonical::{read_canonical, sort, write_canonical};
use daylight_ingest::exports::{ExportOptions, Post, PostTime};
use daylight_ingest::{ReadOptions, read_paths};

use crate::support::{FIXTURES, fixture, posts, read};

fn all_posts() -> Vec<Post> {
    let options = ExportOptions {
        source_sha256: Some("ab".repeat(32).into()),
        entry: Some("inside.json".into()),
        included_posts: true,
        ..ExportOptions::default()
    };
    FIXTURES.iter().flat_map(|(file, _)| posts(&read(&fixture(file), &options).unwrap().0)).collect()
}

fn back(path: &std::path::Path) -> Vec<Post> {
    let mut found = Vec::new();
    let n = read_canonical(path, &mut |post| found.push(post)).unwrap();
    assert_eq!(n, found.len() as u64);
    found
}

#[test]
fn posts_come_back_as_they_were_and_the_bytes_do_not_depend_on_their_order() {
    let dir = tempfile::tempdir().unwrap();
    let (first, second) = (dir.path().join("a.parquet"), dir.path().join("b.parquet"));
    let mut given = all_posts();
    assert!(given.len() > 50);
    write_canonical(&first, given.clone()).unwrap();
    sort(&mut given);
    assert_eq!(back(&first), given);
    let times: Vec<Option<i64>> = given.iter().map(|p| p.time.as_ref().map(|t| t.us)).collect();
    assert!(times.is_sorted());
    // Equal keys keep their order: turn round the files, not the records of one place.
    let mut other = all_posts();
    other.rotate_left(17);
    write_canonical(&second, other).unwrap();
    assert_eq!(back(&second).len(), given.len());
}

#[test]
fn the_same_posts_in_another_order_give_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let (first, second) = (dir.path().join("a.parquet"), dir.path().join("b.parquet"));
    let mut given = posts(&read(&fixture("x_api.jsonl"), &ExportOptions::default()).unwrap().0);
    write_canonical(&first, given.clone()).unwrap();
    given.reverse();
    write_canonical(&second, given).unwrap();
    assert_eq!(std::fs::read(first).unwrap(), std::fs::read(second).unwrap());
}

fn n_domains(post: &Post) -> usize {
    let domains = post.links.iter().filter_map(|l| l.domain.as_deref());
    domains.collect::<std::collections::BTreeSet<&str>>().len()
}

#[test]
fn the_generic_reader_takes_the_file_without_any_option() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("posts.parquet");
    let all = all_posts();
    let with_account: Vec<Post> =
        all.into_iter().filter(|p| p.account.id.is_some() && p.content_id.is_some()).collect();
    write_canonical(&path, with_account.clone()).unwrap();
    let data = read_paths(&[path], &ReadOptions::default(), &Context::silent()).unwrap();
    assert_eq!((data.intake.kept, data.intake.rejected), (with_account.len() as u64, 0), "{:?}", data.problems);
    let kinds: Vec<&ObjectKind> = data.layers.iter().map(|l| &l.kind).collect();
    for kind in [
        ObjectKind::Url,
        ObjectKind::Domain,
        ObjectKind::Hashtag,
        ObjectKind::Mention,
        ObjectKind::RepostOf,
        ObjectKind::ReplyTo,
        ObjectKind::QuoteOf,
        ObjectKind::ImageFamily,
    ] {
        let layer = data.layers.iter().find(|l| l.kind == kind);
        let layer = layer.unwrap_or_else(|| panic!("no layer {kind} among {kinds:?}"));
        let wanted: usize = with_account
            .iter()
            .map(|p| match kind {
                ObjectKind::Url => p.links.len(),
                ObjectKind::Hashtag => p.hashtags.len(),
                ObjectKind::Mention => p.mentions.len(),
                ObjectKind::RepostOf => usize::from(p.repost_of.is_some()),
                ObjectKind::ReplyTo => usize::from(p.reply_to.is_some()),
                ObjectKind::QuoteOf => usize::from(p.quote_of.is_some()),
                ObjectKind::ImageFamily => p.media.len(),
                _ => n_domains(p),
            })
            .sum();
        assert_eq!(layer.object.len(), wanted, "{kind}");
        assert!(wanted > 0, "{kind}");
    }
    let column = |role: &str| {
        let all = &data.sources[0].columns;
        all.iter().find(|c| c.role == role).map(|c| c.column.clone()).unwrap_or_default()
    };
    assert_eq!(column("account"), "account_id");
    assert_eq!(column("content"), "content_id");
    assert_eq!(column("time"), "time");
    assert_eq!(column("text"), "text");
    assert_eq!(column("name"), "account_name");
    assert_eq!(column("object:url"), "urls");
    assert_eq!(column("object:domain"), "domains");
    let mut times: Vec<i64> = data.posts.time_us.clone();
    times.sort_unstable();
    let time = |p: &Post| p.time.as_ref().map_or(daylight_core::PostTable::NO_TIME, |t| t.us);
    let mut wanted: Vec<i64> = with_account.iter().map(time).collect();
    wanted.sort_unstable();
    assert_eq!(times, wanted);
    assert!(data.platforms.contains(&"telegram".to_owned()));
}

#[test]
fn other_parquet_files_are_refused_in_words() {
    let other = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/ingest/posts.parquet");
    let error = read_canonical(&other, &mut |_| {}).unwrap_err();
    assert!(error.to_string().contains("version"), "{error}");
}

/// Posts of one account each, a second apart, with these objects.
fn posts_with(objects: &[&[(&str, &str)]]) -> Vec<Post> {
    let post = |(i, objects): (usize, &&[(&str, &str)])| {
        let mut post = Post { content_id: Some(format!("c{i}")), ..Post::default() };
        post.account.id = Some(format!("a{i}"));
        post.time =
            Some(PostTime { us: 1_700_000_000_000_000 + i as i64, resolution_secs: 1.0, original: "t".to_owned() });
        post.objects = objects.iter().map(|(kind, id)| (kind.parse().unwrap(), (*id).to_owned())).collect();
        post.origin.record = i as u64 + 1;
        post
    };
    objects.iter().enumerate().map(post).collect()
}

#[test]
fn objects_of_any_kind_become_layers_of_their_kind() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("posts.parquet");
    let mut given =
        posts_with(&[&[("object", "7"), ("object", "8"), ("url", "u1")], &[], &[("url", "u1"), ("ad_id", "x")]]);
    given[1].links.push(daylight_ingest::exports::links::link("https://news.example/a").unwrap());
    write_canonical(&path, given.clone()).unwrap();
    assert_eq!(back(&path), given);
    let data = read_paths(&[path], &ReadOptions::default(), &Context::silent()).unwrap();
    let layers: Vec<(&str, Vec<(u32, &str)>)> = data
        .layers
        .iter()
        .map(|l| (l.kind.name(), l.post.iter().zip(&l.object).map(|(&p, &o)| (p, l.objects.get(o))).collect()))
        .collect();
    let wanted = vec![
        ("url", vec![(0, "u1"), (1, "https://news.example/a"), (2, "u1")]),
        ("domain", vec![(1, "news.example")]),
        ("object", vec![(0, "7"), (0, "8")]),
        ("ad_id", vec![(2, "x")]),
    ];
    assert_eq!(layers, wanted);
}

#[test]
fn columns_without_one_value_make_no_layers() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("posts.parquet");
    write_canonical(&path, posts_with(&[&[("image", "f1")], &[("image", "f1")]])).unwrap();
    let data = read_paths(&[path], &ReadOptions::default(), &Context::silent()).unwrap();
    let kinds: Vec<&str> = data.layers.iter().map(|l| l.kind.name()).collect();
    assert_eq!(kinds, ["image"]);
}

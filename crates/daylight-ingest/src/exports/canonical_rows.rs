//! Posts to columns and back.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Float64Array, Int64Array, ListArray, ListBuilder, RecordBatch, StringArray,
    StringBuilder, StructArray, TimestampMicrosecondArray,
};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, Float64Type, Int64Type, TimestampMicrosecondType};

use daylight_core::ObjectKind;

use crate::exports::canonical::pair_fields;
use crate::exports::links;
use crate::exports::post::{Account, Language, Link, Mark, Media, Origin, Post, PostTime};
use crate::parquet_in::OTHER_OBJECTS;
use crate::urls::registered_domain;

fn texts<'a>(posts: &'a [Post], get: impl Fn(&'a Post) -> Option<&'a str>) -> ArrayRef {
    let mut builder = StringBuilder::new();
    for post in posts {
        builder.append_option(get(post));
    }
    Arc::new(builder.finish())
}

fn owned(posts: &[Post], get: impl Fn(&Post) -> Option<String>) -> ArrayRef {
    let mut builder = StringBuilder::new();
    for post in posts {
        builder.append_option(get(post));
    }
    Arc::new(builder.finish())
}

fn lists<'a, I: Iterator<Item = &'a str>>(posts: &'a [Post], get: impl Fn(&'a Post) -> I) -> ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for post in posts {
        get(post).for_each(|item| builder.values().append_value(item));
        builder.append(true);
    }
    Arc::new(builder.finish())
}

fn numbers(posts: &[Post], get: impl Fn(&Post) -> Option<i64>) -> ArrayRef {
    Arc::new(posts.iter().map(get).collect::<Int64Array>())
}

fn reals(posts: &[Post], get: impl Fn(&Post) -> Option<f64>) -> ArrayRef {
    Arc::new(posts.iter().map(get).collect::<Float64Array>())
}

fn times(posts: &[Post], get: impl Fn(&Post) -> Option<i64>) -> ArrayRef {
    let times: TimestampMicrosecondArray = posts.iter().map(get).collect();
    Arc::new(times.with_timezone("UTC"))
}

/// The domains of a post's links, each once.
fn domains(post: &Post) -> impl Iterator<Item = &str> {
    let all: Vec<&str> = post.links.iter().filter_map(|l| l.domain.as_deref()).collect();
    let mut seen = Vec::with_capacity(all.len());
    for domain in all {
        if !seen.contains(&domain) {
            seen.push(domain);
        }
    }
    seen.into_iter()
}

/// What makes two copies of a file one object: its hash, else its key, else its address.
fn media_keys(post: &Post) -> impl Iterator<Item = &str> {
    post.media.iter().filter_map(|m| m.hash.as_deref().or(m.key.as_deref()).or(m.url.as_deref()))
}

/// Pairs of kind and id.
fn objects(posts: &[Post]) -> ArrayRef {
    let all = || posts.iter().flat_map(|p| &p.objects);
    let kinds: StringArray = all().map(|(kind, _)| Some(kind.name())).collect();
    let ids: StringArray = all().map(|(_, id)| Some(id.as_str())).collect();
    let n_objects = posts.iter().flat_map(|p| &p.objects).count();
    let columns: Vec<ArrayRef> = vec![Arc::new(kinds), Arc::new(ids)];
    let offsets = OffsetBuffer::from_lengths(posts.iter().map(|p| p.objects.len()));
    let pairs = StructArray::try_new_with_length(pair_fields(), columns, None, n_objects);
    let item = Arc::new(Field::new_list_field(DataType::Struct(pair_fields()), false));
    let lists = pairs.and_then(|pairs| ListArray::try_new(item, offsets, Arc::new(pairs), None));
    // Lengths and types agree by construction; a column of another length would be refused with its batch.
    lists.map_or_else(|_| Arc::new(StringArray::new_null(0)) as ArrayRef, |lists| Arc::new(lists))
}

/// The columns of [`crate::exports::canonical::schema`].
pub fn batch(posts: &[Post]) -> Vec<ArrayRef> {
    vec![
        texts(posts, |p| p.account.id.as_deref()),
        texts(posts, |p| p.account.handle.as_deref()),
        texts(posts, |p| p.account.name.as_deref()),
        texts(posts, |p| p.account.bio.as_deref()),
        times(posts, |p| p.account.created_us),
        numbers(posts, |p| p.account.n_followers),
        texts(posts, |p| p.platform.as_deref()),
        texts(posts, |p| p.content_id.as_deref()),
        times(posts, |p| p.time.as_ref().map(|t| t.us)),
        reals(posts, |p| p.time.as_ref().map(|t| t.resolution_secs)),
        texts(posts, |p| p.time.as_ref().map(|t| t.original.as_str())),
        texts(posts, |p| p.text.as_deref()),
        texts(posts, |p| p.language.as_ref().map(|l| l.tag.as_str())),
        reals(posts, |p| p.language.as_ref().and_then(|l| l.confidence)),
        lists(posts, |p| p.links.iter().map(|l| l.canonical.as_str())),
        lists(posts, |p| p.links.iter().map(|l| l.original.as_str())),
        lists(posts, domains),
        lists(posts, |p| p.hashtags.iter().map(String::as_str)),
        lists(posts, |p| p.mentions.iter().map(String::as_str)),
        texts(posts, |p| p.repost_of.as_deref()),
        texts(posts, |p| p.reply_to.as_deref()),
        texts(posts, |p| p.quote_of.as_deref()),
        lists(posts, media_keys),
        owned(posts, |p| (!p.media.is_empty()).then(|| serde_json::to_string(&p.media).ok()).flatten()),
        objects(posts),
        owned(posts, |p| (!p.metrics.is_empty()).then(|| serde_json::to_string(&p.metrics).ok()).flatten()),
        lists(posts, |p| p.marks.iter().map(|m| m.name())),
        texts(posts, |p| p.origin.source_sha256.as_deref()),
        texts(posts, |p| p.origin.entry.as_deref()),
        numbers(posts, |p| i64::try_from(p.origin.record).ok()),
        numbers(posts, |p| p.origin.line.and_then(|n| i64::try_from(n).ok())),
        numbers(posts, |p| p.origin.offset.and_then(|n| i64::try_from(n).ok())),
        texts(posts, |p| p.extra.as_deref()),
    ]
}

/// One row by the names of its columns. The caller has compared the schema: types are as expected.
struct Row<'a> {
    batch: &'a RecordBatch,
    row: usize,
}

impl Row<'_> {
    fn array(&self, name: &str) -> Option<&ArrayRef> {
        self.batch.column_by_name(name).filter(|a| a.is_valid(self.row))
    }

    fn text(&self, name: &str) -> Option<String> {
        Some(self.array(name)?.as_string_opt::<i32>()?.value(self.row).to_owned())
    }

    fn list(&self, name: &str) -> Vec<String> {
        let Some(lists) = self.array(name).and_then(|a| a.as_list_opt::<i32>()) else { return Vec::new() };
        let items = lists.value(self.row);
        let Some(items) = items.as_string_opt::<i32>() else { return Vec::new() };
        items.iter().flatten().map(str::to_owned).collect()
    }

    fn objects(&self) -> Vec<(ObjectKind, String)> {
        let Some(lists) = self.array(OTHER_OBJECTS).and_then(|a| a.as_list_opt::<i32>()) else { return Vec::new() };
        let pairs = lists.value(self.row);
        let Some(pairs) = pairs.as_struct_opt() else { return Vec::new() };
        let column = |name: &str| pairs.column_by_name(name).and_then(|c| c.as_string_opt::<i32>());
        let (Some(kinds), Some(ids)) = (column("kind"), column("id")) else { return Vec::new() };
        let kind = |name: &str| {
            let Ok(kind) = name.parse::<ObjectKind>();
            kind
        };
        kinds.iter().flatten().map(kind).zip(ids.iter().flatten().map(str::to_owned)).collect()
    }

    fn number(&self, name: &str) -> Option<i64> {
        Some(self.array(name)?.as_primitive_opt::<Int64Type>()?.value(self.row))
    }

    fn count(&self, name: &str) -> Option<u64> {
        self.number(name).and_then(|n| u64::try_from(n).ok())
    }

    fn real(&self, name: &str) -> Option<f64> {
        Some(self.array(name)?.as_primitive_opt::<Float64Type>()?.value(self.row))
    }

    fn time(&self, name: &str) -> Option<i64> {
        Some(self.array(name)?.as_primitive_opt::<TimestampMicrosecondType>()?.value(self.row))
    }

    fn links(&self) -> Vec<Link> {
        let originals = self.list("urls_original");
        let pairs = self.list("urls").into_iter().zip(originals);
        pairs
            .map(|(canonical, original)| Link {
                domain: registered_domain(&canonical),
                unresolved_shortener: links::is_shortener(&canonical),
                original,
                canonical,
            })
            .collect()
    }
}

/// The post of one row.
pub fn post_at(batch: &RecordBatch, row: usize) -> Post {
    let row = Row { batch, row };
    let media: Option<Vec<Media>> = row.text("media_detail").and_then(|t| serde_json::from_str(&t).ok());
    let metrics: Option<BTreeMap<String, i64>> = row.text("metrics").and_then(|t| serde_json::from_str(&t).ok());
    Post {
        platform: row.text("platform"),
        account: Account {
            id: row.text("account_id"),
            handle: row.text("account_handle"),
            name: row.text("account_name"),
            bio: row.text("account_bio"),
            created_us: row.time("account_created"),
            n_followers: row.number("account_followers"),
        },
        content_id: row.text("content_id"),
        time: row.time("time").map(|us| PostTime {
            us,
            resolution_secs: row.real("time_resolution_secs").unwrap_or(1.0),
            original: row.text("time_original").unwrap_or_default(),
        }),
        text: row.text("text"),
        language: row.text("language").map(|tag| Language { tag, confidence: row.real("language_confidence") }),
        links: row.links(),
        hashtags: row.list("hashtags"),
        mentions: row.list("mentions"),
        repost_of: row.text("repost_of"),
        reply_to: row.text("reply_to"),
        quote_of: row.text("quote_of"),
        media: media.unwrap_or_default(),
        objects: row.objects(),
        metrics: metrics.unwrap_or_default(),
        marks: row.list("marks").iter().filter_map(|m| Mark::of(m)).collect(),
        origin: Origin {
            source_sha256: row.text("source_sha256").map(Arc::from),
            entry: row.text("source_entry").map(Arc::from),
            record: row.count("source_record").unwrap_or_default(),
            line: row.count("source_line"),
            offset: row.count("source_offset"),
        },
        extra: row.text("extra"),
    }
}

//! Posts for the page: the table of the case as it is now, and what is shown of a row.

use std::collections::HashSet;
use std::fs::Metadata;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, SystemTime};

use daylight_casework::{CaseView, ImportInfo};
use daylight_core::diff as compare;
use daylight_ingest::exports::Post;
use daylight_ingest::exports::canonical::read_one;

use crate::app::{App, Shared};
use crate::error::{ApiError, ApiResult};
use crate::query::{Counts, Cursor, Dict, Filter, Order, Selection, Source, Table, TextQuery};
use crate::runs::Groups;
use crate::wire::v1;

mod raw;

pub use raw::raw;

/// How long a request waits for posts that are being read.
const PATIENCE: Duration = Duration::from_secs(100);
/// Selections that are remembered.
const MAX_KNOWN: usize = 16;
const LIMIT: usize = 50;
const MAX_LIMIT: usize = 500;
/// Digits of an original in the id of a post.
const ID_DIGITS: usize = 16;
/// Digits that are shown of a pseudonym.
pub const SHORT: usize = 12;
/// What stands for no platform where pseudonyms are made.
const NO_PLATFORM: &str = "unknown";
/// Longest text that is compared word by word, in bytes.
const MAX_DIFF: usize = 20_000;

/// The table of the case as it is now, read when it is first asked for and again when the case has changed.
#[derive(Default)]
pub struct Posts {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// When the database was last looked at, and what its posts were then.
    stamp: Option<Stamp>,
    wanted: Vec<Source>,
    table: Option<Arc<Table>>,
    of: Vec<Source>,
    is_loading: bool,
    n_loaded: u64,
    failed: Option<String>,
    known: Vec<(v1::PostFilter, Arc<Selection>)>,
}

type Stamp = [Option<(u64, SystemTime)>; 2];

fn stamp(case: &Path) -> Stamp {
    let of = |m: Metadata| Some((m.len(), m.modified().ok()?));
    ["case.sqlite", "case.sqlite-wal"].map(|name| case.join(name).metadata().ok().and_then(of))
}

fn sources(imports: &[ImportInfo]) -> Vec<Source> {
    let source = |i: &ImportInfo| {
        let posts = i.posts.as_ref()?;
        Some(Source {
            path: posts.path.clone(),
            sha256: posts.sha256.clone(),
            original: i.original.clone(),
            part: i.part.clone(),
            import: i.record.clone(),
            format: i.importer.clone(),
            version: i.importer_version.clone(),
        })
    };
    imports.iter().filter_map(source).collect()
}

fn broke_off<T>(_: T) -> ApiError {
    ApiError::internal("a request before broke off")
}

impl Posts {
    /// Whether posts can be searched; asking begins to read them.
    pub fn state(&self, imports: &[ImportInfo]) -> v1::Index {
        let wanted = sources(imports);
        let expected: u64 = imports.iter().map(|i| i.counts.kept).sum();
        let mut index = v1::Index {
            state: v1::IndexState::Empty,
            n_posts: 0,
            n_posts_expected: expected,
            n_accounts: 0,
            first_us: None,
            last_us: None,
            message: None,
        };
        let Ok(mut state) = self.inner.state.lock() else { return index };
        self.want(&mut state, wanted);
        if let Some(table) = &state.table {
            index.n_posts = table.len() as u64;
            index.n_accounts = table.accounts().len() as u64;
            (index.first_us, index.last_us) = table.span_us().unzip();
        }
        index.state = match (&state.failed, state.is_loading) {
            _ if state.wanted.is_empty() => v1::IndexState::Empty,
            (_, true) => v1::IndexState::Loading,
            (Some(why), false) => {
                index.message = Some(why.clone());
                v1::IndexState::Failed
            }
            (None, false) => v1::IndexState::Ready,
        };
        if state.is_loading {
            index.n_posts = state.n_loaded;
        }
        index
    }

    /// Begins to read the posts of a case that holds others than it did.
    fn want(&self, state: &mut State, wanted: Vec<Source>) {
        if state.wanted != wanted {
            state.wanted = wanted;
            state.failed = None;
        }
        if state.is_loading || state.failed.is_some() || (state.table.is_some() && state.of == state.wanted) {
            return;
        }
        state.is_loading = true;
        state.n_loaded = 0;
        let (inner, sources) = (self.inner.clone(), state.wanted.clone());
        std::thread::spawn(move || inner.load(sources));
    }

    /// The posts of the case as it is now. While others are read, those of before answer, unless some of them are
    /// gone from the case: then the request waits.
    ///
    /// # Errors
    /// When they cannot be read, or not in time.
    pub fn table(&self, app: &App) -> ApiResult<Arc<Table>> {
        let now = stamp(&app.settings.case);
        let mut state = self.inner.state.lock().map_err(broke_off)?;
        if state.stamp.as_ref() != Some(&now) {
            drop(state);
            let wanted = sources(&CaseView::open(&app.settings.case)?.imports()?);
            state = self.inner.state.lock().map_err(broke_off)?;
            state.stamp = Some(now);
            self.want(&mut state, wanted);
        } else if !state.is_loading && state.of != state.wanted {
            let wanted = state.wanted.clone();
            self.want(&mut state, wanted);
        }
        let waiting = |s: &mut State| s.is_loading && !s.of_before_still_stands();
        let (state, timeout) = self.inner.changed.wait_timeout_while(state, PATIENCE, waiting).map_err(broke_off)?;
        if let Some(why) = &state.failed {
            return Err(ApiError::internal(why.clone()).remedy("`daylight verify CASE` names what is damaged"));
        }
        match &state.table {
            Some(table) if !timeout.timed_out() => Ok(table.clone()),
            _ => {
                let loading = axum::http::StatusCode::SERVICE_UNAVAILABLE;
                Err(ApiError::new(loading, "loading", "the posts are still being read").remedy("ask again soon"))
            }
        }
    }

    /// Rows that fit, from before or by a pass over the posts.
    fn select(&self, app: &App, table: &Arc<Table>, asked: &v1::PostFilter) -> ApiResult<Arc<Selection>> {
        let key = app.runs.pinned(asked)?;
        let mut state = self.inner.state.lock().map_err(broke_off)?;
        let is_current = state.table.as_ref().is_some_and(|t| Arc::ptr_eq(t, table));
        if is_current && let Some(at) = state.known.iter().position(|(known, _)| *known == key) {
            let found = state.known.remove(at);
            let selection = found.1.clone();
            state.known.push(found);
            return Ok(selection);
        }
        drop(state);
        let selection = Arc::new(table.select(&filter(app, table, asked)?));
        let mut state = self.inner.state.lock().map_err(broke_off)?;
        if state.table.as_ref().is_some_and(|t| Arc::ptr_eq(t, table)) {
            if state.known.len() >= MAX_KNOWN {
                state.known.remove(0);
            }
            state.known.push((key, selection.clone()));
        }
        Ok(selection)
    }
}

impl State {
    /// Whether the table holds something, all of which is still in the case.
    fn of_before_still_stands(&self) -> bool {
        self.table.is_some() && !self.of.is_empty() && self.of.iter().all(|source| self.wanted.contains(source))
    }
}

impl Inner {
    fn load(&self, sources: Vec<Source>) {
        let progress = |n: u64| {
            if let Ok(mut state) = self.state.lock() {
                state.n_loaded = n;
            }
        };
        let loaded = Table::load(sources.clone(), &progress);
        let Ok(mut state) = self.state.lock() else { return };
        state.is_loading = false;
        state.known.clear();
        match loaded {
            Ok(table) => (state.table, state.of, state.failed) = (Some(Arc::new(table)), sources, None),
            // What changed while it was read is read anew.
            Err(_) if state.wanted != sources => state.table = None,
            Err(error) => (state.table, state.failed) = (None, Some(error.to_string())),
        }
        drop(state);
        self.changed.notify_all();
    }
}

/// Begins to read the posts before anybody asks.
pub fn warm(app: &Shared) {
    if let Ok(imports) = app.view().and_then(|view| Ok(view.imports()?)) {
        app.posts.state(&imports);
    }
}

/// Values joined by commas, as numbers; those that no post has are left out.
fn ids(dict: &Dict, values: Option<&str>) -> Option<Vec<u32>> {
    let values = values.filter(|v| !v.is_empty())?;
    Some(values.split(',').filter_map(|v| dict.find(v.trim())).collect())
}

/// Numbers of the accounts whose pseudonyms begin so.
pub fn accounts(table: &Table, values: &str) -> Vec<u32> {
    let long_enough = |v: &&str| v.len() >= SHORT;
    values
        .split(',')
        .map(str::trim)
        .filter(long_enough)
        .flat_map(|v| table.accounts().beginning_with(v))
        .copied()
        .collect()
}

fn filter(app: &App, table: &Arc<Table>, asked: &v1::PostFilter) -> ApiResult<Filter> {
    let original = asked.original.as_deref().filter(|o| !o.is_empty());
    let lower = |v: Option<&String>| v.map(|v| v.to_lowercase());
    let members = match asked.group {
        Some(group) => Some(app.runs.groups(app, table, asked.run.as_deref())?.members(group)),
        None => None,
    };
    Ok(Filter {
        text: TextQuery::parse(asked.q.as_deref().unwrap_or_default()),
        from_us: asked.from_us,
        to_us: asked.to_us,
        platforms: ids(table.platforms(), asked.platform.as_deref()),
        languages: ids(table.languages(), asked.language.as_deref()),
        accounts: asked.account.as_deref().filter(|a| !a.is_empty()).map(|a| accounts(table, a)),
        members,
        domains: ids(table.domains(), lower(asked.domain.as_ref()).as_deref()),
        hashtags: ids(table.hashtags(), lower(asked.hashtag.as_ref()).as_deref().map(|h| h.trim_start_matches('#'))),
        rows: original.map(|o| table.rows_of(|source| source.original.starts_with(o))),
    })
}

/// Posts that fit, page by page.
pub fn page(app: &App, asked: &v1::PostFilter, page: &v1::PageQuery) -> ApiResult<v1::PostPage> {
    let table = app.posts.table(app)?;
    let after = match page.cursor.as_deref().filter(|c| !c.is_empty()) {
        Some(text) => Some(Cursor::parse(text).ok_or_else(|| ApiError::bad_request("this cursor is not one of ours"))?),
        None => None,
    };
    let selection = app.posts.select(app, &table, asked)?;
    let order = match page.sort.unwrap_or_default() {
        v1::Sort::Newest => Order::Newest,
        v1::Sort::Oldest => Order::Oldest,
    };
    let limit = page.limit.unwrap_or(LIMIT).clamp(1, MAX_LIMIT);
    let (rows, more) = table.page(&selection, order, after, limit);
    let last = rows.last().filter(|_| more).map(|&row| {
        let time_us = table.time_us(row as usize).unwrap_or(Table::NO_TIME);
        Cursor { time_us, row }.to_text()
    });
    Ok(v1::PostPage {
        total: selection.count(),
        n_posts: table.len() as u64,
        items: rows.iter().map(|&row| shown(app, &table, row as usize)).collect(),
        next_cursor: last,
    })
}

/// What is shown of a row.
pub fn shown(app: &App, table: &Table, row: usize) -> v1::Post {
    let account = table.account(row).map(|a| table.accounts().get(a).to_owned());
    let platform = table.platform(row).map(str::to_owned);
    v1::Post {
        id: id_of(table, row).unwrap_or_default(),
        account_label: account.as_deref().map(short),
        account,
        time_us: table.time_us(row),
        language: table.language(row).map(str::to_owned),
        text: table.text(row).map(|text| masked(app, platform.as_deref(), &text)),
        platform,
        domains: table.domains_of(row).map(str::to_owned).collect(),
        hashtags: table.hashtags_of(row).map(str::to_owned).collect(),
    }
}

/// What is shown of a pseudonym.
pub fn short(pseudonym: &str) -> String {
    pseudonym.chars().take(SHORT).collect()
}

/// A text with each `@handle` replaced by the pseudonym that the case gives it.
pub fn masked(app: &App, platform: Option<&str>, text: &str) -> String {
    let platform = platform.unwrap_or(NO_PLATFORM);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        out.push_str(&rest[..=at]);
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))).unwrap_or(rest.len());
        let end = rest[..end].trim_end_matches(['.', '-']).len();
        if end > 0 {
            let hidden = app.pseudonyms.pseudonym(platform, &rest[..end].to_lowercase());
            out.push_str(&hidden.map_or_else(|_| "…".to_owned(), |p| p.short()));
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Original, part and row: the same as long as the import stands.
fn id_of(table: &Table, row: usize) -> Option<String> {
    let (source, at) = table.place(row)?;
    let part = if source.part.is_empty() { "0" } else { &source.part };
    Some(format!("{}.{part}.{at}", source.original.get(..ID_DIGITS)?))
}

/// The row of an id.
pub fn row_of(table: &Table, id: &str) -> Option<usize> {
    let mut parts = id.split('.');
    let (original, part, at) = (parts.next()?, parts.next()?, parts.next()?.parse::<u32>().ok()?);
    let part = if part == "0" { "" } else { part };
    if original.len() != ID_DIGITS || parts.next().is_some() {
        return None;
    }
    let ranges = table.rows_of(|source| source.original.starts_with(original) && source.part == part);
    let range = ranges.first().filter(|r| at < r.end - r.start)?;
    Some((range.start + at) as usize)
}

fn must_have(table: &Table, id: &str) -> ApiResult<usize> {
    row_of(table, id).ok_or_else(|| ApiError::not_found("post"))
}

/// How the posts that fit spread.
pub fn facets(app: &App, asked: &v1::PostFilter, query: &v1::FacetQuery) -> ApiResult<v1::Facets> {
    let table = app.posts.table(app)?;
    let selection = app.posts.select(app, &table, asked)?;
    let top = query.top.unwrap_or(20).clamp(1, 200);
    let groups = match app.runs.groups(app, &table, asked.run.as_deref()) {
        Ok(groups) => grouped(&table, &selection, &groups, top),
        // A case without a result has no groups.
        Err(_) => v1::Facet::default(),
    };
    Ok(v1::Facets {
        total: selection.count(),
        histogram: histogram(&table, &selection, query.bins),
        platforms: facet(table.platforms(), &table.count_platforms(&selection, top)),
        languages: facet(table.languages(), &table.count_languages(&selection, top)),
        accounts: facet(table.accounts(), &table.count_accounts(&selection, top)),
        domains: facet(table.domains(), &table.count_domains(&selection, top)),
        hashtags: facet(table.hashtags(), &table.count_hashtags(&selection, top)),
        groups,
    })
}

/// Posts over time, as they leave.
pub fn histogram(table: &Table, selection: &Selection, bins: Option<usize>) -> v1::Histogram {
    let found = table.histogram(selection, bins.unwrap_or(120).clamp(1, 1000));
    v1::Histogram {
        start_us: found.start_us,
        bin_secs: found.bin_secs,
        posts: found.posts,
        n_without_time: found.n_without_time,
    }
}

/// Values with their counts, as they leave.
pub fn counts(dict: &Dict, counts: &Counts) -> Vec<v1::Count> {
    counts.top.iter().map(|&(id, n)| v1::Count { value: dict.get(id).to_owned(), n }).collect()
}

fn facet(dict: &Dict, found: &Counts) -> v1::Facet {
    v1::Facet { items: counts(dict, found), n_values: found.n_values, n_without: found.n_without }
}

fn grouped(table: &Table, selection: &Selection, groups: &Groups, top: usize) -> v1::Facet {
    let counts = table.count_groups(selection, &groups.of, groups.n);
    let mut items: Vec<v1::Count> =
        (1..groups.n).filter(|&g| counts[g] > 0).map(|g| v1::Count { value: g.to_string(), n: counts[g] }).collect();
    let n_values = items.len() as u64;
    items.sort_by_key(|c| std::cmp::Reverse(c.n));
    items.truncate(top);
    v1::Facet { items, n_values, n_without: counts.first().copied().unwrap_or(0) }
}

/// A post as its file has it.
fn whole(table: &Table, row: usize) -> ApiResult<(Source, Post)> {
    let (source, at) = table.place(row).ok_or_else(|| ApiError::not_found("post"))?;
    let read = read_one(&source.path, u64::from(at)).map_err(|_| ApiError::internal("the post cannot be read"))?;
    Ok((source.clone(), read.ok_or_else(|| ApiError::not_found("post"))?))
}

/// Everything that the case keeps of a post.
pub fn detail(app: &App, id: &str) -> ApiResult<v1::PostDetail> {
    let table = app.posts.table(app)?;
    let row = must_have(&table, id)?;
    let (source, post) = whole(&table, row)?;
    let bytes = app.view()?.originals()?.into_iter().find(|o| o.sha256 == source.original).map(|o| o.bytes);
    let group = table.account(row).and_then(|a| app.runs.groups(app, &table, None).ok()?.of(a));
    let mut seen = HashSet::new();
    let media = post.media.iter().filter_map(|m| m.hash.as_ref().or(m.key.as_ref()).or(m.url.as_ref())).cloned();
    Ok(v1::PostDetail {
        post: shown(app, &table, row),
        content_id: post.content_id,
        time_resolution_secs: post.time.as_ref().map(|t| t.resolution_secs),
        time_original: post.time.map(|t| t.original),
        language_confidence: post.language.and_then(|l| l.confidence),
        urls: post.links.iter().map(|l| l.canonical.clone()).collect(),
        urls_original: post.links.iter().map(|l| l.original.clone()).collect(),
        mentions: post.mentions,
        repost_of: post.repost_of,
        reply_to: post.reply_to,
        quote_of: post.quote_of,
        media: media.filter(|m| seen.insert(m.clone())).collect(),
        metrics: post.metrics.into_iter().map(|(name, value)| v1::Metric { name, value }).collect(),
        marks: post.marks.iter().map(|m| m.name().to_owned()).collect(),
        account_created_us: post.account.created_us,
        account_followers: post.account.n_followers,
        group,
        origin: v1::Origin {
            sha256: source.original,
            bytes,
            entry: post.origin.entry.map(|e| e.to_string()),
            record: Some(post.origin.record).filter(|r| *r > 0),
            line: post.origin.line,
            offset: post.origin.offset,
            format: source.format,
            version: source.version,
            import: source.import,
        },
    })
}

/// Cuts two texts into stretches of words that are equal or changed.
pub fn stretches(a: &str, b: &str) -> Vec<v1::Stretch> {
    let words = |text: &str| -> Vec<String> {
        let cut = daylight_share::text::cut(text, MAX_DIFF).into_owned();
        cut.split_inclusive(char::is_whitespace).map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    let bare = |words: &[String]| words.iter().map(|w| w.trim_end().to_owned()).collect::<Vec<_>>();
    let blocks = compare::diff(&bare(&a), &bare(&b));
    blocks
        .into_iter()
        .map(|block| v1::Stretch { same: block.same, a: a[block.a].concat(), b: b[block.b].concat() })
        .collect()
}

/// Two posts side by side.
pub fn diff(app: &App, query: &v1::DiffQuery) -> ApiResult<v1::Diff> {
    let table = app.posts.table(app)?;
    let (a, b) = (must_have(&table, &query.a)?, must_have(&table, &query.b)?);
    let (a, b) = (shown(app, &table, a), shown(app, &table, b));
    let text = |p: &v1::Post| p.text.clone().unwrap_or_default();
    Ok(v1::Diff {
        dt_secs: a.time_us.zip(b.time_us).map(|(x, y)| (y - x) as f64 / 1e6),
        stretches: stretches(&text(&a), &text(&b)),
        a,
        b,
    })
}

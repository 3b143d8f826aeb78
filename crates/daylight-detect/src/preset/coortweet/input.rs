//! The four columns that CooRTweet reads.

use std::borrow::Cow;

use daylight_core::{Dataset, IdTable, ObjectKind};

use crate::preset::{Column, Interner, PresetError, need_contents, secs};

/// One row of CooRTweet's input table. `None` is a missing cell (R's `NA`); an empty string is an id like any other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row<'a> {
    /// What was shared.
    pub object_id: Option<&'a str>,
    /// By whom.
    pub account_id: Option<&'a str>,
    /// In which post.
    pub content_id: Option<&'a str>,
    /// When, in seconds.
    pub timestamp_share: Option<f64>,
}

/// The input table, in row order (which decides ties).
#[derive(Debug, Clone)]
pub struct Input<'a> {
    pub(super) object: Column<'a>,
    pub(super) account: Column<'a>,
    pub(super) content: Column<'a>,
    /// NaN where missing.
    pub(super) time_secs: Vec<f64>,
}

impl<'a> Input<'a> {
    /// From rows.
    pub fn from_rows<'r>(rows: impl IntoIterator<Item = Row<'r>>) -> Input<'static> {
        let (mut objects, mut accounts, mut contents) = Default::default();
        let (mut object, mut account, mut content) = (Vec::new(), Vec::new(), Vec::new());
        let mut time_secs = Vec::new();
        let number = |names: &mut Interner, id: Option<&str>| id.map(|id| names.id(id));
        for row in rows {
            object.push(number(&mut objects, row.object_id));
            account.push(number(&mut accounts, row.account_id));
            content.push(number(&mut contents, row.content_id));
            time_secs.push(row.timestamp_share.filter(|t| t.is_finite()).unwrap_or(f64::NAN));
        }
        Input {
            object: column(objects, &object),
            account: column(accounts, &account),
            content: column(contents, &content),
            time_secs,
        }
    }

    /// From one layer of a data set: a row for each action, in the order of the posts.
    ///
    /// In the layer [`ObjectKind::Object`] (an input that has CooRTweet's own columns) a post without an
    /// object is a row whose object is missing: it counts as participation and pairs with nothing unless
    /// loops are kept. In the other layers such posts are no rows, as in the tables that CooRTweet's
    /// helpers prepare for links or hashtags. Times are whole microseconds inside and come back as the
    /// nearest number of seconds.
    pub fn from_dataset(data: &'a Dataset, layer: usize) -> Result<Self, PresetError> {
        need_contents(data)?;
        let layer = data.layers.get(layer).ok_or(PresetError::Missing { what: "a layer of objects" })?;
        let missing = layer.objects.len() as u32;
        let (mut object, mut post) = (layer.object.clone(), layer.post.clone());
        if layer.kind == ObjectKind::Object && layer.post.len() < data.posts.len() {
            (object, post) = with_bare_posts(&layer.object, &layer.post, data.posts.len() as u32, missing);
        }
        let at = |ids: &[u32]| post.iter().map(|&p| ids[p as usize]).collect::<Vec<u32>>();
        let account = at(&data.posts.account);
        let content = at(&data.posts.content);
        let time_secs = post.iter().map(|&p| secs(data.posts.time_us[p as usize])).collect();
        object.shrink_to_fit();
        Ok(Self {
            object: Column::new(Cow::Borrowed(&layer.objects), object),
            account: Column::new(Cow::Borrowed(&data.accounts), account),
            content: Column::new(Cow::Borrowed(&data.contents), content),
            time_secs,
        })
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.time_secs.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.time_secs.is_empty()
    }

    /// The account id of number `id`; `None` for a missing one.
    pub fn account_name(&self, id: u32) -> Option<&str> {
        self.account.name(id)
    }

    /// The object id of number `id`; `None` for a missing one.
    pub fn object_name(&self, id: u32) -> Option<&str> {
        self.object.name(id)
    }

    /// The content id of number `id`; `None` for a missing one.
    pub fn content_name(&self, id: u32) -> Option<&str> {
        self.content.name(id)
    }

    pub(super) fn n_untimed(&self) -> usize {
        self.time_secs.iter().filter(|t| t.is_nan()).count()
    }
}

fn column(names: Interner, ids: &[Option<u32>]) -> Column<'static> {
    let table: IdTable = names.table();
    let missing = table.len() as u32;
    Column::new(Cow::Owned(table), ids.iter().map(|id| id.unwrap_or(missing)).collect())
}

/// Adds a row with a missing object for every post that has no action.
fn with_bare_posts(object: &[u32], post: &[u32], n_posts: u32, missing: u32) -> (Vec<u32>, Vec<u32>) {
    let (mut objects, mut posts) = (Vec::new(), Vec::new());
    let mut next = 0;
    for p in 0..n_posts {
        let start = next;
        while next < post.len() && post[next] == p {
            objects.push(object[next]);
            posts.push(p);
            next += 1;
        }
        if next == start {
            objects.push(missing);
            posts.push(p);
        }
    }
    (objects, posts)
}

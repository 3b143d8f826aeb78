//! From `families.parquet` to the families of texts.

use std::path::Path;

use daylight_core::wire::v1;
use daylight_core::{FamilySetAside, TextChange, TextFamilies, TextFamily, Wording};

use crate::error::ShareError;
use crate::tables::read::ReadTable;

/// The families, where they were looked for.
pub(super) fn families(dir: &Path, found: &v1::Findings) -> Result<Option<TextFamilies>, ShareError> {
    let Some(totals) = &found.text_families else { return Ok(None) };
    let table = ReadTable::open(dir, "families.parquet")?;
    let columns = Columns {
        accounts: table.text("first_account")?,
        platforms: table.whole_text("platforms")?,
        languages: table.whole_text("languages")?,
        set_aside: table.text("set_aside")?,
        text: table.whole_text("text")?,
        other: table.text("farthest_text")?,
        similarity: table.real("farthest_similarity")?,
        change: table.text("farthest_change")?,
        numbers: ["family", "n_accounts", "n_posts", "n_wordings", "n_copies", "n_rewordings"]
            .map(|name| table.whole_u32(name))
            .into_iter()
            .collect::<Result<_, _>>()?,
        diameter: table.whole_real("diameter")?,
        first: table.maybe_time("first_time")?,
        last: table.maybe_time("last_time")?,
    };
    Ok(Some(TextFamilies {
        families: (0..columns.text.len()).map(|i| columns.row(&table, i)).collect::<Result<_, _>>()?,
        n_families: totals.n_families,
        n_texts: totals.n_texts,
        n_short: totals.n_short,
        n_reposts: totals.n_reposts,
        n_wordings: totals.n_wordings,
        threshold: totals.threshold,
    }))
}

struct Columns<'a> {
    accounts: Vec<Option<&'a str>>,
    platforms: Vec<&'a str>,
    languages: Vec<&'a str>,
    set_aside: Vec<Option<&'a str>>,
    text: Vec<&'a str>,
    other: Vec<Option<&'a str>>,
    similarity: Vec<Option<f64>>,
    change: Vec<Option<&'a str>>,
    numbers: Vec<Vec<u32>>,
    diameter: Vec<f64>,
    first: Vec<Option<i64>>,
    last: Vec<Option<i64>>,
}

impl Columns<'_> {
    fn row(&self, table: &ReadTable, i: usize) -> Result<TextFamily, ShareError> {
        let unknown = |word: &str| table.damaged(format!("the word {word} is unknown"));
        let aside =
            |word: &str| FamilySetAside::ALL.into_iter().find(|s| s.name() == word).ok_or_else(|| unknown(word));
        let change = |word: &str| TextChange::ALL.into_iter().find(|c| c.name() == word).ok_or_else(|| unknown(word));
        let farthest = match (self.other[i], self.similarity[i], self.change[i]) {
            (Some(text), Some(similarity), Some(word)) => {
                Some(Wording { text: text.to_owned(), similarity, change: change(word)? })
            }
            _ => None,
        };
        let n = |column: usize| self.numbers[column][i];
        Ok(TextFamily {
            id: n(0),
            n_accounts: n(1),
            n_posts: n(2),
            n_wordings: n(3),
            n_copies: n(4),
            n_rewordings: n(5),
            diameter: self.diameter[i],
            first_account: self.accounts[i].map(str::to_owned),
            first_us: self.first[i],
            last_us: self.last[i],
            platforms: counts(table, self.platforms[i])?,
            languages: counts(table, self.languages[i])?,
            set_aside: self.set_aside[i].map(aside).transpose()?,
            text: self.text[i].to_owned(),
            farthest,
        })
    }
}

/// `name:n;name:n` back to a list.
fn counts(table: &ReadTable, list: &str) -> Result<Vec<(String, u32)>, ShareError> {
    let plain = |name: &str| name.replace("%3A", ":").replace("%3B", ";").replace("%25", "%");
    let one = |part: &str| {
        let (name, n) = part.rsplit_once(':')?;
        Some((plain(name), n.parse().ok()?))
    };
    let parts = list.split(';').filter(|p| !p.is_empty());
    parts.map(|p| one(p).ok_or_else(|| table.damaged(format!("`{p}` is no count")))).collect()
}

//! Dossiers of accounts, domains and hashtags, made from the posts of the case.

use std::collections::BTreeMap;
use std::sync::Arc;

use daylight_casework::{Pseudonym, Revealed};

use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::posts::{counts, histogram, short};
use crate::query::{Counts, Filter, Selection, Table};
use crate::wire::v1;

const LIMIT: usize = 50;
const MAX_LIMIT: usize = 500;
/// Indicators of a dossier, of each kind.
const MAX_INDICATORS: usize = 40;
/// Values of a dossier's lists.
const TOP: usize = 20;
/// Accounts that can be compared.
const COMPARED: std::ops::RangeInclusive<usize> = 2..=4;

fn all(table: &Table, kind: v1::EntityKind, selection: &Selection, top: usize) -> Counts {
    match kind {
        v1::EntityKind::Account => table.count_accounts(selection, top),
        v1::EntityKind::Domain => table.count_domains(selection, top),
        v1::EntityKind::Hashtag => table.count_hashtags(selection, top),
    }
}

fn name(table: &Table, kind: v1::EntityKind, id: u32) -> &str {
    match kind {
        v1::EntityKind::Account => table.accounts().get(id),
        v1::EntityKind::Domain => table.domains().get(id),
        v1::EntityKind::Hashtag => table.hashtags().get(id),
    }
}

fn label(kind: v1::EntityKind, name: &str) -> String {
    match kind {
        v1::EntityKind::Account => short(name),
        v1::EntityKind::Domain | v1::EntityKind::Hashtag => name.to_owned(),
    }
}

/// Entities that fit, most posts first.
pub fn list(app: &App, query: &v1::EntityQuery) -> ApiResult<v1::Entities> {
    let table = app.posts.table(app)?;
    let kind = query.kind.unwrap_or_default();
    let words = query.q.as_deref().map(|q| q.trim().trim_start_matches('#').to_lowercase()).filter(|q| !q.is_empty());
    let everything = table.select(&Filter::default());
    let mut found = all(&table, kind, &everything, usize::MAX).top;
    if let Some(words) = words {
        found.retain(|&(id, _)| match kind {
            v1::EntityKind::Account => name(&table, kind, id).starts_with(&words),
            _ => name(&table, kind, id).contains(&words),
        });
    }
    let limit = query.limit.unwrap_or(LIMIT).clamp(1, MAX_LIMIT);
    let groups = app.runs.groups(app, &table, None).ok();
    let entity = |&(id, n_posts): &(u32, u64)| v1::Entity {
        kind,
        id: name(&table, kind, id).to_owned(),
        label: label(kind, name(&table, kind, id)),
        n_posts,
        group: groups.as_ref().filter(|_| kind == v1::EntityKind::Account).and_then(|g| g.of(id)),
    };
    Ok(v1::Entities {
        total: found.len() as u64,
        items: found.iter().skip(query.offset.unwrap_or(0)).take(limit).map(entity).collect(),
    })
}

/// The number of an entity.
fn find(table: &Table, kind: v1::EntityKind, id: &str) -> ApiResult<u32> {
    let found = match kind {
        v1::EntityKind::Account => return one(table, id),
        v1::EntityKind::Domain => table.domains().find(&id.to_lowercase()),
        v1::EntityKind::Hashtag => table.hashtags().find(id.trim_start_matches('#').to_lowercase().as_str()),
    };
    found.ok_or_else(|| ApiError::not_found("entity"))
}

/// The one account whose pseudonym begins so.
fn one(table: &Table, prefix: &str) -> ApiResult<u32> {
    match crate::posts::accounts(table, prefix).as_slice() {
        [one] => Ok(*one),
        [] => Err(ApiError::not_found("account").remedy("give at least 12 digits of the pseudonym")),
        many => {
            Err(ApiError::conflict("ambiguous", format!("{} pseudonyms begin so", many.len()))
                .remedy("give more digits"))
        }
    }
}

/// What is known of an entity.
pub fn dossier(app: &App, kind: v1::EntityKind, id: &str) -> ApiResult<v1::Dossier> {
    let table = app.posts.table(app)?;
    of(app, &table, kind, find(&table, kind, id)?)
}

fn of(app: &App, table: &Arc<Table>, kind: v1::EntityKind, id: u32) -> ApiResult<v1::Dossier> {
    let only = Some(vec![id]);
    let filter = match kind {
        v1::EntityKind::Account => Filter { accounts: only, ..Filter::default() },
        v1::EntityKind::Domain => Filter { domains: only, ..Filter::default() },
        v1::EntityKind::Hashtag => Filter { hashtags: only, ..Filter::default() },
    };
    let rows = table.select(&filter);
    let is_account = kind == v1::EntityKind::Account;
    let accounts = table.count_accounts(&rows, TOP);
    let extent = table.extent_us(&rows);
    let group = if is_account { app.runs.groups(app, table, None).ok().and_then(|g| g.of(id)) } else { None };
    let run = group.and_then(|_| app.runs.load(None).ok());
    let group_label = run.as_ref().and_then(|run| {
        let found = run.package.analysis.groups.iter().find(|g| Some(g.id) == group)?;
        Some(found.label.name().to_owned())
    });
    let full = name(table, kind, id);
    Ok(v1::Dossier {
        kind,
        id: full.to_owned(),
        label: label(kind, full),
        n_posts: rows.count(),
        n_accounts: accounts.n_values,
        first_us: extent.map(|e| e.0),
        last_us: extent.map(|e| e.1),
        histogram: histogram(table, &rows, None),
        hours_utc: table.hours_utc(&rows),
        platforms: counts(table.platforms(), &table.count_platforms(&rows, TOP)),
        languages: counts(table.languages(), &table.count_languages(&rows, TOP)),
        accounts: if is_account { Vec::new() } else { counts(table.accounts(), &accounts) },
        indicators: indicators(table, &rows, kind, id),
        group,
        group_label,
        run: run.map(|r| r.id.clone()),
        reveals: if is_account { reveals(app, full)? } else { Vec::new() },
    })
}

/// Domains and hashtags of the rows, without the entity itself.
fn indicators(table: &Table, rows: &Selection, own: v1::EntityKind, own_id: u32) -> Vec<v1::Indicator> {
    let mut found = Vec::new();
    for kind in [v1::EntityKind::Domain, v1::EntityKind::Hashtag] {
        let spread = |id: u32| match kind {
            v1::EntityKind::Domain => table.n_accounts_with_domain(id),
            _ => table.n_accounts_with_hashtag(id),
        };
        let counted = all(table, kind, rows, MAX_INDICATORS).top;
        let others = counted.into_iter().filter(|(id, _)| !(kind == own && *id == own_id));
        found.extend(others.map(|(id, n_posts)| v1::Indicator {
            kind,
            value: name(table, kind, id).to_owned(),
            n_posts,
            n_accounts_in_case: u64::from(spread(id)),
        }));
    }
    found
}

fn reveals(app: &App, pseudonym: &str) -> ApiResult<Vec<v1::OpenReveal>> {
    let open = app.view()?.open_reveals(app.desk.now_us())?;
    let of = open.into_iter().filter(|r| r.of == pseudonym);
    Ok(of
        .map(|r| v1::OpenReveal { actor: r.actor, reason: r.reason, at_us: r.at_us, until_us: r.expires_us })
        .collect())
}

/// Accounts side by side.
pub fn compare(app: &App, query: &v1::CompareQuery) -> ApiResult<v1::Comparison> {
    let names: Vec<&str> = query.accounts.split(',').map(str::trim).filter(|n| !n.is_empty()).collect();
    if !COMPARED.contains(&names.len()) {
        return Err(ApiError::bad_request("two to four accounts can be compared"));
    }
    let table = app.posts.table(app)?;
    let accounts: Vec<v1::Dossier> = names
        .iter()
        .map(|name| of(app, &table, v1::EntityKind::Account, one(&table, name)?))
        .collect::<ApiResult<_>>()?;
    let mut uses: BTreeMap<(bool, &str), (Vec<u64>, u64)> = BTreeMap::new();
    for (i, account) in accounts.iter().enumerate() {
        for used in &account.indicators {
            let key = (used.kind == v1::EntityKind::Hashtag, used.value.as_str());
            let entry = uses.entry(key).or_insert_with(|| (vec![0; accounts.len()], used.n_accounts_in_case));
            entry.0[i] = used.n_posts;
        }
    }
    let shared = uses.into_iter().filter(|(_, (n, _))| n.iter().filter(|n| **n > 0).count() > 1);
    let mut shared: Vec<v1::SharedIndicator> = shared
        .map(|((is_hashtag, value), (n_posts, n_accounts_in_case))| v1::SharedIndicator {
            kind: if is_hashtag { v1::EntityKind::Hashtag } else { v1::EntityKind::Domain },
            value: value.to_owned(),
            n_posts,
            n_accounts_in_case,
            n_accounts: table.accounts().len() as u64,
        })
        .collect();
    shared.sort_by(|a, b| a.n_accounts_in_case.cmp(&b.n_accounts_in_case).then_with(|| a.value.cmp(&b.value)));
    Ok(v1::Comparison { accounts, shared })
}

/// What is sealed of an account, for a reason and with a second member, or because it is no private person.
pub(crate) fn opened(app: &App, pseudonym: &Pseudonym, reason: &v1::Reason) -> ApiResult<Revealed> {
    app.write(|case, actor| match &reason.not_private {
        Some(why) => case.reveal_public(pseudonym, actor, &reason.reason, why),
        None => case.reveal(pseudonym, actor, &reason.reason, reason.second.as_deref()),
    })
}

/// Who is behind a pseudonym, once the log knows of it.
pub fn reveal(app: &App, prefix: &str, reason: &v1::Reason) -> ApiResult<v1::Revealed> {
    if prefix.len() < crate::posts::SHORT {
        return Err(ApiError::bad_request("give at least 12 digits of the pseudonym"));
    }
    let pseudonym: Pseudonym = match app.view()?.resolve(prefix)?.as_slice() {
        [one] => *one,
        [] => return Err(ApiError::not_found("account")),
        many => return Err(ApiError::conflict("ambiguous", format!("{} pseudonyms begin so", many.len()))),
    };
    let shown = opened(app, &pseudonym, reason)?;
    let account = |a: &daylight_casework::ClearAccount| v1::ClearAccount {
        platform: a.platform.clone(),
        platform_id: a.platform_id.clone(),
        values: a.values.iter().map(|(name, text)| v1::NamedText { name: name.clone(), text: text.clone() }).collect(),
    };
    Ok(v1::Revealed { until_us: shown.expires_us, accounts: shown.accounts.iter().map(account).collect() })
}

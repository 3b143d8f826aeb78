//! The files of a case as the page sees them.

use daylight_casework::{CaseView, FileName, ImportInfo};
use daylight_ingest::exports::EXPORT_FORMATS;

use crate::error::{ApiError, ApiResult};
use crate::wire::v1;

/// Kinds of problems on a page.
const LIMIT: usize = 100;
const MAX_LIMIT: usize = 1000;
/// How the reason of a damaged id begins.
const DAMAGED: &str = "damaged";

/// The files with what was read from each.
pub fn sources(view: &CaseView) -> ApiResult<v1::Sources> {
    let imports = view.imports()?;
    let originals = view.originals()?.into_iter().map(|o| v1::Original {
        imports: imports.iter().filter(|i| i.original == o.sha256).map(import).collect(),
        sha256: o.sha256,
        bytes: o.bytes,
        name: match o.name {
            FileName::Clear(name) => Some(name),
            FileName::Sealed => None,
        },
        source: o.source,
        access_basis: o.data_set.access_basis,
        retention_until: o.data_set.retention_until,
    });
    let formats = EXPORT_FORMATS.iter().map(|f| v1::Format { name: f.name().to_owned(), card: f.card().to_owned() });
    Ok(v1::Sources {
        originals: originals.collect(),
        read: imports.iter().map(|i| i.counts.read).sum(),
        kept: imports.iter().map(|i| i.counts.kept).sum(),
        rejected: imports.iter().map(|i| i.counts.rejected).sum(),
        formats: formats.collect(),
    })
}

fn import(i: &ImportInfo) -> v1::Import {
    let damaged = i.problems.iter().filter(|p| p.reason.contains(DAMAGED));
    v1::Import {
        id: i.record.clone(),
        part: i.part.clone(),
        format: i.importer.clone(),
        version: i.importer_version.clone(),
        read: i.counts.read,
        kept: i.counts.kept,
        rejected: i.counts.rejected,
        erased: i.erased,
        n_accounts: i.n_accounts,
        n_problems: i.problems.iter().map(|p| p.count).sum(),
        n_damaged_ids: damaged.map(|p| p.count).sum(),
        n_problem_kinds: i.problems.len() as u64 + i.n_problems_unlisted,
        posts_sha256: i.posts.as_ref().map(|p| p.sha256.clone()),
        mapping: i.mapping.clone(),
    }
}

/// What was wrong with one import.
pub fn problems(view: &CaseView, import: &str, page: &v1::ProblemQuery) -> ApiResult<v1::Problems> {
    let imports = view.imports()?;
    let found = imports.iter().find(|i| i.record == import).ok_or_else(|| ApiError::not_found("import"))?;
    let limit = page.limit.unwrap_or(LIMIT).min(MAX_LIMIT);
    let items = found.problems.iter().skip(page.offset.unwrap_or(0)).take(limit).map(|p| v1::ProblemCount {
        reason: p.reason.clone(),
        column: p.column.clone(),
        rejected: p.rejected,
        n: p.count,
        lines: p.lines.clone(),
    });
    Ok(v1::Problems {
        total: found.problems.len() as u64,
        n_unlisted: found.n_problems_unlisted,
        items: items.collect(),
    })
}

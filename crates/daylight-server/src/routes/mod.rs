//! The routes of the API. Each is described where it stands; the description of the whole is generated from them.

// The framework wants handlers that wait, also where there is nothing to wait for.
#![allow(clippy::unused_async)]

mod case;
mod entities;
mod jobs;
mod network;
mod posts;
mod records;
mod report;
mod runs;
mod sources;

use axum::extract::DefaultBodyLimit;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::Shared;

/// Largest body of a request that is no upload.
const MAX_BODY: usize = 2 << 20;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Daylight workspace",
        version = "1",
        description = "One case, on one machine. Every request needs the cookie that `POST /api/v1/session` gives for \
            the token of the address; every change also the header `x-daylight: 1`. Times are microseconds UTC."
    ),
    // Named by parameters alone, where the generator does not look for them.
    components(schemas(crate::wire::v1::Sort, crate::wire::v1::NetworkFormat)),
    tags(
        (name = "case", description = "The case as a whole"),
        (name = "sources", description = "Files, what was wrong with them, and what they cover"),
        (name = "runs", description = "Results: what was found, and how sure the numbers are"),
        (name = "posts", description = "Search"),
        (name = "network", description = "Groups, accounts, and the posts behind an edge"),
        (name = "entities", description = "Dossiers"),
        (name = "records", description = "Casework"),
        (name = "report", description = "Pins and the report"),
        (name = "jobs", description = "Work that takes longer than an answer"),
    )
)]
struct Api;

/// All routes with their description.
pub fn api() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(Api::openapi())
        .routes(routes!(case::session, case::exchange))
        .routes(routes!(case::case))
        .routes(routes!(jobs::jobs))
        .routes(routes!(jobs::job))
        .routes(routes!(jobs::cancel))
        .merge(data())
        .merge(work())
        .layer(DefaultBodyLimit::max(MAX_BODY))
}

/// What was collected and what was found in it.
fn data() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(sources::sources))
        .routes(routes!(sources::problems))
        .routes(routes!(sources::coverage))
        .routes(routes!(sources::uploads, sources::upload))
        .routes(routes!(sources::discard))
        .routes(routes!(sources::import))
        .routes(routes!(runs::runs, runs::analyse))
        .routes(routes!(runs::overview))
        .routes(routes!(runs::group))
        .routes(routes!(runs::families))
        .routes(routes!(posts::posts))
        .routes(routes!(posts::facets))
        .routes(routes!(posts::post))
        .routes(routes!(posts::raw))
        .routes(routes!(posts::diff))
        .routes(routes!(network::network))
        .routes(routes!(network::edge))
        .routes(routes!(network::file))
        .routes(routes!(entities::entities))
        .routes(routes!(entities::dossier))
        .routes(routes!(entities::compare))
        .routes(routes!(entities::reveal))
}

/// What people write.
fn work() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(records::records, records::add))
        .routes(routes!(records::shapes))
        .routes(routes!(records::record))
        .routes(routes!(records::edit))
        .routes(routes!(records::withdraw))
        .routes(routes!(records::dissent))
        .routes(routes!(records::matrix))
        .routes(routes!(report::pins, report::pin))
        .routes(routes!(report::change_pin))
        .routes(routes!(report::unpin))
        .routes(routes!(report::report, report::save_report))
        .routes(routes!(report::lint))
        .routes(routes!(report::redaction))
        .routes(routes!(report::export))
        .routes(routes!(report::exported))
}

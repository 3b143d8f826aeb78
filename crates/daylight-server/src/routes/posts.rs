//! Search.

use axum::Json;
use axum::extract::{Path, Query, State};

use crate::app::{Shared, blocking};
use crate::error::ApiResult;
use crate::posts;
use crate::wire::v1;

/// Posts that fit, page by page.
#[utoipa::path(get, path = "/api/v1/posts", tag = "posts", params(v1::PostFilter, v1::PageQuery), responses(
    (status = 200, body = v1::PostPage), (status = "default", body = v1::Problem)))]
pub async fn posts(
    State(app): State<Shared>,
    Query(filter): Query<v1::PostFilter>,
    Query(page): Query<v1::PageQuery>,
) -> ApiResult<Json<v1::PostPage>> {
    blocking(&app, move |app| posts::page(app, &filter, &page).map(Json)).await
}

/// How the posts that fit spread over time, platforms, languages, accounts, domains, hashtags and groups.
#[utoipa::path(get, path = "/api/v1/posts/facets", tag = "posts", params(v1::PostFilter, v1::FacetQuery), responses(
    (status = 200, body = v1::Facets), (status = "default", body = v1::Problem)))]
pub async fn facets(
    State(app): State<Shared>,
    Query(filter): Query<v1::PostFilter>,
    Query(query): Query<v1::FacetQuery>,
) -> ApiResult<Json<v1::Facets>> {
    blocking(&app, move |app| posts::facets(app, &filter, &query).map(Json)).await
}

/// Everything that the case keeps of a post, and where it stands in its original.
#[utoipa::path(get, path = "/api/v1/posts/{id}", tag = "posts", params(("id" = String, Path, description = "Id of the post")),
    responses((status = 200, body = v1::PostDetail), (status = "default", body = v1::Problem)))]
pub async fn post(State(app): State<Shared>, Path(id): Path<String>) -> ApiResult<Json<v1::PostDetail>> {
    blocking(&app, move |app| posts::detail(app, &id).map(Json)).await
}

/// The record as it stands in its original. It names people: the log of the case says who asked, and why.
#[utoipa::path(post, path = "/api/v1/posts/{id}/raw", tag = "posts", request_body = v1::Reason,
    params(("id" = String, Path, description = "Id of the post")),
    responses((status = 200, body = v1::RawRecord), (status = "default", body = v1::Problem)))]
pub async fn raw(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Json(reason): Json<v1::Reason>,
) -> ApiResult<Json<v1::RawRecord>> {
    blocking(&app, move |app| posts::raw(app, &id, &reason).map(Json)).await
}

/// Two posts side by side.
#[utoipa::path(get, path = "/api/v1/diff", tag = "posts", params(v1::DiffQuery), responses(
    (status = 200, body = v1::Diff), (status = "default", body = v1::Problem)))]
pub async fn diff(State(app): State<Shared>, Query(query): Query<v1::DiffQuery>) -> ApiResult<Json<v1::Diff>> {
    blocking(&app, move |app| posts::diff(app, &query).map(Json)).await
}

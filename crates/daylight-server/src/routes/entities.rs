//! Dossiers.

use axum::Json;
use axum::extract::{Path, Query, State};

use crate::app::{Shared, blocking};
use crate::entities;
use crate::error::ApiResult;
use crate::wire::v1;

/// Accounts, domains or hashtags, most posts first.
#[utoipa::path(get, path = "/api/v1/entities", tag = "entities", params(v1::EntityQuery), responses(
    (status = 200, body = v1::Entities), (status = "default", body = v1::Problem)))]
pub async fn entities(
    State(app): State<Shared>,
    Query(query): Query<v1::EntityQuery>,
) -> ApiResult<Json<v1::Entities>> {
    blocking(&app, move |app| entities::list(app, &query).map(Json)).await
}

/// What is known of an account, a domain or a hashtag.
#[utoipa::path(get, path = "/api/v1/entities/{kind}/{id}", tag = "entities",
    params(("kind" = v1::EntityKind, Path, description = "What it is"), ("id" = String, Path, description = "Pseudonym (whole, or 12 digits or more), domain or hashtag")),
    responses((status = 200, body = v1::Dossier), (status = "default", body = v1::Problem)))]
pub async fn dossier(
    State(app): State<Shared>,
    Path((kind, id)): Path<(v1::EntityKind, String)>,
) -> ApiResult<Json<v1::Dossier>> {
    blocking(&app, move |app| entities::dossier(app, kind, &id).map(Json)).await
}

/// Two to four accounts side by side, with what they share and how common that is.
#[utoipa::path(get, path = "/api/v1/compare", tag = "entities", params(v1::CompareQuery), responses(
    (status = 200, body = v1::Comparison), (status = "default", body = v1::Problem)))]
pub async fn compare(
    State(app): State<Shared>,
    Query(query): Query<v1::CompareQuery>,
) -> ApiResult<Json<v1::Comparison>> {
    blocking(&app, move |app| entities::compare(app, &query).map(Json)).await
}

/// Shows who is behind a pseudonym. The log of the case says who asked, and why, before anything is opened.
#[utoipa::path(post, path = "/api/v1/accounts/{pseudonym}/reveal", tag = "entities", request_body = v1::Reason,
    params(("pseudonym" = String, Path, description = "Pseudonym, whole or 12 digits or more")),
    responses((status = 200, body = v1::Revealed), (status = "default", body = v1::Problem)))]
pub async fn reveal(
    State(app): State<Shared>,
    Path(pseudonym): Path<String>,
    Json(reason): Json<v1::Reason>,
) -> ApiResult<Json<v1::Revealed>> {
    blocking(&app, move |app| entities::reveal(app, &pseudonym, &reason).map(Json)).await
}

//! Casework.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;

use crate::app::{Shared, blocking};
use crate::error::ApiResult;
use crate::records;
use crate::wire::v1;

/// Records, the newest change first.
#[utoipa::path(get, path = "/api/v1/records", tag = "records", params(v1::RecordQuery), responses(
    (status = 200, body = v1::Records), (status = "default", body = v1::Problem)))]
pub async fn records(State(app): State<Shared>, Query(query): Query<v1::RecordQuery>) -> ApiResult<Json<v1::Records>> {
    blocking(&app, move |app| records::list(app, &query).map(Json)).await
}

/// Adds a record, as `daylight case add` does; refusals name the rules that are not kept.
#[utoipa::path(post, path = "/api/v1/records", tag = "records", request_body = v1::RecordDraft, responses(
    (status = 201, body = v1::SavedRecord), (status = "default", body = v1::Problem)))]
pub async fn add(
    State(app): State<Shared>,
    Json(draft): Json<v1::RecordDraft>,
) -> ApiResult<(StatusCode, Json<v1::SavedRecord>)> {
    blocking(&app, move |app| records::add(app, &draft).map(|saved| (StatusCode::CREATED, Json(saved)))).await
}

/// What records may hold, for forms.
#[utoipa::path(get, path = "/api/v1/shapes", tag = "records", responses(
    (status = 200, body = v1::Shapes), (status = "default", body = v1::Problem)))]
pub async fn shapes() -> Json<v1::Shapes> {
    Json(records::shapes())
}

/// A record with its history and what it is tied to.
#[utoipa::path(get, path = "/api/v1/records/{id}", tag = "records", params(("id" = String, Path, description = "Id or @alias")),
    responses((status = 200, body = v1::RecordDetail), (status = "default", body = v1::Problem)))]
pub async fn record(State(app): State<Shared>, Path(id): Path<String>) -> ApiResult<Json<v1::RecordDetail>> {
    blocking(&app, move |app| records::detail(app, &id).map(Json)).await
}

/// Writes a new version of a record, as `daylight case edit` does.
#[utoipa::path(post, path = "/api/v1/records/{id}/edit", tag = "records", request_body = v1::RecordDraft,
    params(("id" = String, Path, description = "Id or @alias")),
    responses((status = 200, body = v1::SavedRecord), (status = "default", body = v1::Problem)))]
pub async fn edit(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Json(draft): Json<v1::RecordDraft>,
) -> ApiResult<Json<v1::SavedRecord>> {
    blocking(&app, move |app| records::edit(app, &id, &draft).map(Json)).await
}

/// Takes a record back. It stays readable.
#[utoipa::path(post, path = "/api/v1/records/{id}/withdraw", tag = "records", request_body = v1::Withdrawal,
    params(("id" = String, Path, description = "Id or @alias")),
    responses((status = 200, body = v1::SavedRecord), (status = "default", body = v1::Problem)))]
pub async fn withdraw(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Json(order): Json<v1::Withdrawal>,
) -> ApiResult<Json<v1::SavedRecord>> {
    blocking(&app, move |app| records::withdraw(app, &id, &order).map(Json)).await
}

/// Disagrees with a judgment.
#[utoipa::path(post, path = "/api/v1/records/{id}/dissent", tag = "records", request_body = v1::DissentOrder,
    params(("id" = String, Path, description = "Id or @alias of the judgment")),
    responses((status = 200, body = v1::SavedRecord), (status = "default", body = v1::Problem)))]
pub async fn dissent(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Json(order): Json<v1::DissentOrder>,
) -> ApiResult<Json<v1::SavedRecord>> {
    blocking(&app, move |app| records::dissent(app, &id, &order).map(Json)).await
}

/// Elections, actors, and what was judged of each effort.
#[utoipa::path(get, path = "/api/v1/matrix", tag = "records", params(v1::MatrixQuery), responses(
    (status = 200, body = v1::Matrix), (status = "default", body = v1::Problem)))]
pub async fn matrix(State(app): State<Shared>, Query(query): Query<v1::MatrixQuery>) -> ApiResult<Json<v1::Matrix>> {
    blocking(&app, move |app| records::matrix(app, &query).map(Json)).await
}

//! Pins and the report.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::app::{Shared, blocking};
use crate::error::{ApiError, ApiResult};
use crate::exports::attachment;
use crate::wire::v1;
use crate::{pins, report};

/// What was pinned, newest first.
#[utoipa::path(get, path = "/api/v1/pins", tag = "report", responses(
    (status = 200, body = v1::Pins), (status = "default", body = v1::Problem)))]
pub async fn pins(State(app): State<Shared>) -> ApiResult<Json<v1::Pins>> {
    blocking(&app, |app| Ok(Json(v1::Pins { items: app.store.pins()? }))).await
}

/// Pins something: hashes, query, seed and author are kept with it.
#[utoipa::path(post, path = "/api/v1/pins", tag = "report", request_body = v1::PinOrder, responses(
    (status = 201, body = v1::Pin), (status = "default", body = v1::Problem)))]
pub async fn pin(State(app): State<Shared>, Json(order): Json<v1::PinOrder>) -> ApiResult<(StatusCode, Json<v1::Pin>)> {
    blocking(&app, move |app| pins::pin(app, order).map(|pin| (StatusCode::CREATED, Json(pin)))).await
}

/// Changes note, tags or dismissal of a pin.
#[utoipa::path(post, path = "/api/v1/pins/{id}", tag = "report", request_body = v1::PinChange,
    params(("id" = String, Path, description = "Id of the pin")),
    responses((status = 200, body = v1::Pin), (status = "default", body = v1::Problem)))]
pub async fn change_pin(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Json(change): Json<v1::PinChange>,
) -> ApiResult<Json<v1::Pin>> {
    blocking(&app, move |app| app.store.change_pin(&id, change).map(Json)).await
}

/// Takes a pin away.
#[utoipa::path(post, path = "/api/v1/pins/{id}/remove", tag = "report", params(("id" = String, Path, description = "Id of the pin")),
    responses((status = 204, description = "It is gone."), (status = "default", body = v1::Problem)))]
pub async fn unpin(State(app): State<Shared>, Path(id): Path<String>) -> ApiResult<StatusCode> {
    blocking(&app, move |app| app.store.unpin(&id).map(|()| StatusCode::NO_CONTENT)).await
}

/// The report as it is written.
#[utoipa::path(get, path = "/api/v1/report", tag = "report", responses(
    (status = 200, body = v1::ReportDraft), (status = "default", body = v1::Problem)))]
pub async fn report(State(app): State<Shared>) -> ApiResult<Json<v1::ReportDraft>> {
    blocking(&app, |app| app.store.report().map(Json)).await
}

/// Saves the report; 409 when it changed since the version that was read.
#[utoipa::path(post, path = "/api/v1/report", tag = "report", request_body = v1::ReportDraft, responses(
    (status = 200, body = v1::ReportDraft), (status = "default", body = v1::Problem)))]
pub async fn save_report(
    State(app): State<Shared>,
    Json(draft): Json<v1::ReportDraft>,
) -> ApiResult<Json<v1::ReportDraft>> {
    blocking(&app, move |app| app.store.save_report(draft).map(Json)).await
}

/// Checks a text for over-claiming.
#[utoipa::path(post, path = "/api/v1/lint", tag = "report", request_body = v1::LintOrder, responses(
    (status = 200, body = v1::Lint), (status = "default", body = v1::Problem)))]
pub async fn lint(Json(order): Json<v1::LintOrder>) -> Json<v1::Lint> {
    Json(v1::Lint { findings: report::lint(&order.text, order.is_key, None) })
}

/// What a copy of the report, and of the records, would hold under a marking.
#[utoipa::path(get, path = "/api/v1/redaction", tag = "report", params(v1::TlpQuery), responses(
    (status = 200, body = v1::Redaction), (status = "default", body = v1::Problem)))]
pub async fn redaction(State(app): State<Shared>, Query(query): Query<v1::TlpQuery>) -> ApiResult<Json<v1::Redaction>> {
    blocking(&app, move |app| report::redaction(app, &query.tlp).map(Json)).await
}

/// Makes a file to hand out, always in the order redaction, marking, writer.
#[utoipa::path(post, path = "/api/v1/exports", tag = "report", request_body = v1::ExportOrder, responses(
    (status = 201, body = v1::ExportedFile), (status = "default", body = v1::Problem)))]
pub async fn export(
    State(app): State<Shared>,
    Json(order): Json<v1::ExportOrder>,
) -> ApiResult<(StatusCode, Json<v1::ExportedFile>)> {
    blocking(&app, move |app| report::export(app, &order).map(|file| (StatusCode::CREATED, Json(file)))).await
}

/// A file that was made.
#[utoipa::path(get, path = "/api/v1/exports/{id}", tag = "report", params(("id" = String, Path, description = "Id of the file")),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), (status = "default", body = v1::Problem)))]
pub async fn exported(State(app): State<Shared>, Path(id): Path<String>) -> ApiResult<Response> {
    let file = app.exports.get(&id).ok_or_else(|| ApiError::not_found("file"))?;
    let body = app.exports.body(&id).await?;
    attachment(&file.name, &file.media_type, body)
}

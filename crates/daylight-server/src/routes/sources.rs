//! Files, what was wrong with them, and what they cover.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;

use crate::app::{Shared, blocking};
use crate::error::{ApiError, ApiResult};
use crate::wire::v1;
use crate::{jobs, sources};

/// The files of the case with what was read from each.
#[utoipa::path(get, path = "/api/v1/sources", tag = "sources", responses(
    (status = 200, body = v1::Sources), (status = "default", body = v1::Problem)))]
pub async fn sources(State(app): State<Shared>) -> ApiResult<Json<v1::Sources>> {
    blocking(&app, |app| Ok(Json(sources::sources(&app.view()?)?))).await
}

/// What was wrong with one import, with the lines of the first few of each kind.
#[utoipa::path(get, path = "/api/v1/sources/{import}/problems", tag = "sources",
    params(("import" = String, Path, description = "Id of the import"), v1::ProblemQuery),
    responses((status = 200, body = v1::Problems), (status = "default", body = v1::Problem)))]
pub async fn problems(
    State(app): State<Shared>,
    Path(import): Path<String>,
    Query(page): Query<v1::ProblemQuery>,
) -> ApiResult<Json<v1::Problems>> {
    blocking(&app, move |app| sources::problems(&app.view()?, &import, &page).map(Json)).await
}

/// Posts over time, platform by platform, and where they are missing.
#[utoipa::path(get, path = "/api/v1/coverage", tag = "sources", params(v1::CoverageQuery), responses(
    (status = 200, body = v1::Coverage), (status = "default", body = v1::Problem)))]
pub async fn coverage(
    State(app): State<Shared>,
    Query(query): Query<v1::CoverageQuery>,
) -> ApiResult<Json<v1::Coverage>> {
    let bins = query.bins.unwrap_or(120);
    blocking(&app, move |app| Ok(Json(app.posts.table(app)?.coverage(bins.clamp(1, 1000))))).await
}

/// Files that were sent and are not in the case yet.
#[utoipa::path(get, path = "/api/v1/uploads", tag = "sources", responses(
    (status = 200, body = Vec<v1::Upload>), (status = "default", body = v1::Problem)))]
pub async fn uploads(State(app): State<Shared>) -> Json<Vec<v1::Upload>> {
    Json(app.uploads.list())
}

/// Sends a file: its bytes are the body. It is kept aside until it is imported or discarded, and looked at.
#[utoipa::path(post, path = "/api/v1/uploads", tag = "sources", params(v1::UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = v1::Upload), (status = "default", body = v1::Problem)))]
pub async fn upload(
    State(app): State<Shared>,
    Query(query): Query<v1::UploadQuery>,
    body: Body,
) -> ApiResult<(StatusCode, Json<v1::Upload>)> {
    let id = app.new_id()?;
    let kept = app.uploads.receive(&id, &query.name, body).await?;
    let upload = blocking(&app, move |app| app.uploads.look(kept)).await?;
    Ok((StatusCode::CREATED, Json(upload)))
}

/// Removes a file that was sent.
#[utoipa::path(post, path = "/api/v1/uploads/{id}/discard", tag = "sources",
    params(("id" = String, Path, description = "Id of the file")),
    responses((status = 204, description = "It is gone."), (status = "default", body = v1::Problem)))]
pub async fn discard(State(app): State<Shared>, Path(id): Path<String>) -> ApiResult<StatusCode> {
    blocking(
        &app,
        move |app| {
            if app.uploads.discard(&id) { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::not_found("file")) }
        },
    )
    .await
}

/// Takes files that were sent into the case, as `daylight import --case` does.
#[utoipa::path(post, path = "/api/v1/imports", tag = "sources", request_body = v1::ImportOrder, responses(
    (status = 202, body = v1::Job), (status = "default", body = v1::Problem)))]
pub async fn import(
    State(app): State<Shared>,
    Json(order): Json<v1::ImportOrder>,
) -> ApiResult<(StatusCode, Json<v1::Job>)> {
    jobs::import(&app, &order).map(|job| (StatusCode::ACCEPTED, Json(job)))
}

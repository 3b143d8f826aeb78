//! Work that takes longer than an answer.

use axum::Json;
use axum::extract::{Path, State};

use crate::app::Shared;
use crate::error::{ApiError, ApiResult};
use crate::wire::v1;

/// All jobs since the start.
#[utoipa::path(get, path = "/api/v1/jobs", tag = "jobs", responses(
    (status = 200, body = v1::Jobs), (status = "default", body = v1::Problem)))]
pub async fn jobs(State(app): State<Shared>) -> Json<v1::Jobs> {
    Json(v1::Jobs { items: app.jobs.list() })
}

/// One job. Ask again, about twice a second, until its state is `done`, `failed` or `cancelled`.
#[utoipa::path(get, path = "/api/v1/jobs/{id}", tag = "jobs", params(("id" = String, Path, description = "Id of the job")),
    responses((status = 200, body = v1::Job), (status = "default", body = v1::Problem)))]
pub async fn job(State(app): State<Shared>, Path(id): Path<String>) -> ApiResult<Json<v1::Job>> {
    app.jobs.get(&id).map(Json).ok_or_else(|| ApiError::not_found("job"))
}

/// Ends a job. What it had done before stays whole or is undone; see the order of writes of a case.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/cancel", tag = "jobs", params(("id" = String, Path, description = "Id of the job")),
    responses((status = 200, body = v1::Job), (status = "default", body = v1::Problem)))]
pub async fn cancel(State(app): State<Shared>, Path(id): Path<String>) -> ApiResult<Json<v1::Job>> {
    app.jobs.cancel(&id);
    app.jobs.get(&id).map(Json).ok_or_else(|| ApiError::not_found("job"))
}

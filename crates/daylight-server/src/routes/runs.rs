//! Results: what was found, and how sure the numbers are.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;

use crate::app::{Shared, blocking};
use crate::error::ApiResult;
use crate::wire::v1;
use crate::{findings, jobs};

/// The results of the case, newest first.
#[utoipa::path(get, path = "/api/v1/runs", tag = "runs", responses(
    (status = 200, body = v1::Runs), (status = "default", body = v1::Problem)))]
pub async fn runs(State(app): State<Shared>) -> ApiResult<Json<v1::Runs>> {
    blocking(&app, |app| Ok(Json(v1::Runs { items: app.runs.list(&app.view()?.imports()?) }))).await
}

/// Analyses the posts of the case, as `daylight run CASE` does.
#[utoipa::path(post, path = "/api/v1/runs", tag = "runs", request_body = v1::RunOrder, responses(
    (status = 202, body = v1::Job), (status = "default", body = v1::Problem)))]
pub async fn analyse(
    State(app): State<Shared>,
    Json(order): Json<v1::RunOrder>,
) -> ApiResult<(StatusCode, Json<v1::Job>)> {
    jobs::analyse(&app, &order).map(|job| (StatusCode::ACCEPTED, Json(job)))
}

/// One result at a glance: findings by how surprising they are, error rates, and what it cannot tell.
#[utoipa::path(get, path = "/api/v1/overview", tag = "runs", params(v1::RunQuery), responses(
    (status = 200, body = v1::Overview), (status = "default", body = v1::Problem)))]
pub async fn overview(State(app): State<Shared>, Query(query): Query<v1::RunQuery>) -> ApiResult<Json<v1::Overview>> {
    blocking(&app, move |app| findings::overview(app, query.run.as_deref()).map(Json)).await
}

/// A group with its members.
#[utoipa::path(get, path = "/api/v1/runs/{run}/groups/{group}", tag = "runs",
    params(("run" = String, Path, description = "Id of the result, or `latest`"), ("group" = u32, Path, description = "Number of the group")),
    responses((status = 200, body = v1::Group), (status = "default", body = v1::Problem)))]
pub async fn group(State(app): State<Shared>, Path((run, group)): Path<(String, u32)>) -> ApiResult<Json<v1::Group>> {
    blocking(&app, move |app| findings::group(app, &run, group).map(Json)).await
}

/// Families of texts that say nearly the same in nearly the same words.
#[utoipa::path(get, path = "/api/v1/runs/{run}/families", tag = "runs",
    params(("run" = String, Path, description = "Id of the result, or `latest`"), v1::FamilyQuery),
    responses((status = 200, body = v1::Families), (status = "default", body = v1::Problem)))]
pub async fn families(
    State(app): State<Shared>,
    Path(run): Path<String>,
    Query(query): Query<v1::FamilyQuery>,
) -> ApiResult<Json<v1::Families>> {
    blocking(&app, move |app| findings::families(app, &run, &query).map(Json)).await
}

//! Networks and the posts behind an edge.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;

use crate::app::{Shared, blocking};
use crate::error::ApiResult;
use crate::exports::attachment;
use crate::network;
use crate::wire::v1;

/// The network of a result: groups first, then the accounts of some. At most so many nodes and edges as asked for;
/// `nodes_shown` and `edges_shown` say of how many.
#[utoipa::path(get, path = "/api/v1/runs/{run}/network", tag = "network",
    params(("run" = String, Path, description = "Id of the result, or `latest`"), v1::NetworkQuery),
    responses((status = 200, body = v1::Network), (status = "default", body = v1::Problem)))]
pub async fn network(
    State(app): State<Shared>,
    Path(run): Path<String>,
    Query(query): Query<v1::NetworkQuery>,
) -> ApiResult<Json<v1::Network>> {
    blocking(&app, move |app| network::network(app, &run, &query).map(Json)).await
}

/// An edge with the posts behind it, side by side, in order of time.
#[utoipa::path(get, path = "/api/v1/runs/{run}/edges/{edge}", tag = "network",
    params(("run" = String, Path, description = "Id of the result, or `latest`"), ("edge" = u32, Path, description = "Id of the edge"), v1::RowQuery),
    responses((status = 200, body = v1::EdgeDetail), (status = "default", body = v1::Problem)))]
pub async fn edge(
    State(app): State<Shared>,
    Path((run, edge)): Path<(String, u32)>,
    Query(query): Query<v1::RowQuery>,
) -> ApiResult<Json<v1::EdgeDetail>> {
    blocking(&app, move |app| network::edge(app, &run, edge, &query).map(Json)).await
}

/// The whole network as a file.
#[utoipa::path(get, path = "/api/v1/runs/{run}/network/{format}", tag = "network",
    params(("run" = String, Path, description = "Id of the result, or `latest`"), ("format" = v1::NetworkFormat, Path, description = "Form")),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), (status = "default", body = v1::Problem)))]
pub async fn file(
    State(app): State<Shared>,
    Path((run, format)): Path<(String, v1::NetworkFormat)>,
) -> ApiResult<Response> {
    let (name, bytes) = blocking(&app, move |app| network::file(app, &run, format)).await?;
    attachment(name, "application/octet-stream", bytes.into())
}

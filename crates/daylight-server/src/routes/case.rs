//! The session and the case as a whole.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::app::{Shared, blocking};
use crate::error::{ApiError, ApiResult};
use crate::wire::v1;

/// Who is looking.
#[utoipa::path(get, path = "/api/v1/session", tag = "case", responses(
    (status = 200, body = v1::Session), (status = "default", body = v1::Problem)))]
pub async fn session(State(app): State<Shared>) -> Json<v1::Session> {
    Json(v1::Session {
        actor: app.desk.actor().to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        mode: "local".to_owned(),
    })
}

/// Exchanges the token of the address for a cookie. Needs the header `x-daylight: 1`, but no cookie.
#[utoipa::path(post, path = "/api/v1/session", tag = "case", request_body = v1::Token, responses(
    (status = 204, description = "The cookie is set."), (status = "default", body = v1::Problem)))]
pub async fn exchange(State(app): State<Shared>, Json(given): Json<v1::Token>) -> ApiResult<(StatusCode, HeaderMap)> {
    if !app.secrets.is_token(&given.token) {
        let message = "this token is not the one that `daylight serve` printed; it changes with every start";
        return Err(ApiError::new(StatusCode::UNAUTHORIZED, "token", message));
    }
    let cookie = app.secrets.set_cookie(app.settings.listen.port());
    let cookie = HeaderValue::from_str(&cookie).map_err(|_| ApiError::internal("the cookie cannot be made"))?;
    Ok((StatusCode::NO_CONTENT, HeaderMap::from_iter([(header::SET_COOKIE, cookie)])))
}

/// What the case is, and what it holds.
#[utoipa::path(get, path = "/api/v1/case", tag = "case", responses(
    (status = 200, body = v1::CaseSummary), (status = "default", body = v1::Problem)))]
pub async fn case(State(app): State<Shared>) -> ApiResult<Json<v1::CaseSummary>> {
    blocking(&app, move |app| {
        let view = app.view()?;
        let (meta, imports) = (view.meta()?, view.imports()?);
        let now = app.desk.now_us();
        Ok(Json(v1::CaseSummary {
            name: meta.name,
            access_basis: meta.access_basis,
            legal_basis: meta.legal_basis,
            retention_until: meta.retention_until,
            n_originals: view.originals()?.len() as u64,
            n_imports: imports.len() as u64,
            n_records: view.records()?.len() as u64,
            n_open_reveals: view.open_reveals(now)?.len() as u64,
            n_due: view.due(now)?.len() as u64,
            index: app.posts.state(&imports),
            runs: app.runs.list(&imports),
        }))
    })
    .await
}

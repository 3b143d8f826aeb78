//! The web workspace: an API over one case, and the pages that use it.
//!
//! The server listens on the loopback interface of one machine and serves one case to the person who started it.
//! It is thin: what it answers comes from the libraries that the command line uses, and what takes long (an import,
//! an analysis) is done by the same program in a process of its own. What it adds is a way to search millions of
//! posts while somebody types ([`query`]).
//!
//! # Boundaries
//!
//! Requests name things by ids, never by paths. Text of strangers leaves as JSON text only. Nothing is fetched.
//! Clock, keys and random bytes come in through [`Desk`].

mod app;
mod entities;
mod error;
mod exports;
mod findings;
mod guard;
mod jobs;
mod network;
mod pins;
mod posts;
pub mod query;
mod records;
mod report;
mod routes;
mod runs;
mod session;
mod sources;
mod ui;
mod uploads;
pub mod wire;

use std::net::SocketAddr;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

pub use app::{App, Desk, Settings, Shared};
pub use error::{ApiError, ServeError};
pub use guard::CSRF;
pub use jobs::PROGRESS;

/// The description of the API (`OpenAPI` 3.1) as JSON, indented, with a line end.
pub fn openapi_json() -> String {
    let (_, api) = routes::api().split_for_parts();
    api.to_pretty_json().map(|json| json + "\n").unwrap_or_default()
}

/// Everything that answers, with its guard.
pub fn router(app: Shared) -> Router {
    let (routes, _) = routes::api().split_for_parts();
    routes
        .route("/api/{*rest}", axum::routing::any(|| async { axum::http::StatusCode::NOT_FOUND }))
        .fallback(get(ui::serve))
        .layer(from_fn_with_state(app.clone(), guard::guard))
        .with_state(app)
}

/// Serves until it is told to stop. `ready` gets the address with the token once requests are answered.
///
/// # Errors
/// When the address is not on the loopback interface or cannot be had, or the case cannot be opened.
pub fn serve(mut settings: Settings, desk: Box<dyn Desk>, ready: impl FnOnce(&str)) -> Result<(), ServeError> {
    if !settings.listen.ip().is_loopback() {
        return Err(ServeError::NotLoopback(settings.listen));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ServeError::Broken)?;
    runtime.block_on(async {
        let failed = |source| ServeError::Listen { address: settings.listen, source };
        let listener = tokio::net::TcpListener::bind(settings.listen).await.map_err(failed)?;
        // The port that was given, where any would do.
        settings.listen = listener.local_addr().map_err(failed)?;
        let app = App::new(settings, desk)?;
        posts::warm(&app);
        ready(&address(app.settings.listen, app.token()));
        axum::serve(listener, router(app)).with_graceful_shutdown(stopped()).await.map_err(ServeError::Broken)
    })
}

/// Ends when the program is told to: jobs at work end with it.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    if let Ok(mut told) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = interrupted => {}
            _ = told.recv() => {}
        }
        return;
    }
    let _ = interrupted.await;
}

/// Where the workspace is. The token stands behind `#`, which browsers send to nobody.
fn address(listen: SocketAddr, token: &str) -> String {
    format!("http://{listen}/#token={token}")
}

//! What every request passes before any route sees it, and what every answer carries.
//!
//! The server listens on the loopback interface, but web pages of strangers can make a browser talk to it. So:
//! the name in `Host` must be one of ours (a name that a stranger points at 127.0.0.1 is not), each change must
//! come from our own page (`Origin`, `Sec-Fetch-Site`) and carry a header that no form can set, and everything
//! with data needs the cookie. Denied unless allowed: a route that is added without a thought needs the cookie.

use std::time::Duration;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::Shared;
use crate::error::ApiError;

/// Where the API begins.
pub const API: &str = "/api/";
/// The one route that needs no cookie.
const EXCHANGE: &str = "/api/v1/session";
/// The header that every change carries; forms and images of strangers cannot set it.
pub const CSRF: &str = "x-daylight";
/// Longest time that an answer may take to begin. Uploads are outside: they take as long as the file.
const TIMEOUT: Duration = Duration::from_mins(2);
/// Where files are sent to.
const UPLOADS: &str = "/api/v1/uploads";

/// Scripts, styles and requests from here alone; nothing inline, no frames, no forms. Drawings are saved through
/// `blob:`.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; \
    connect-src 'self'; font-src 'none'; object-src 'none'; worker-src 'none'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html";

/// Checks a request, lets it through, and puts the headers of safety on the answer.
pub async fn guard(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with(API);
    let is_upload = request.uri().path() == UPLOADS;
    let mut answer = match check(&app, &request) {
        Err(error) => error.into_response(),
        Ok(()) if is_upload => next.run(request).await,
        Ok(()) => tokio::time::timeout(TIMEOUT, next.run(request)).await.unwrap_or_else(|_| {
            ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "timeout", "the answer took too long").into_response()
        }),
    };
    if is_api {
        answer = in_words(answer);
    }
    dress(answer.headers_mut(), is_api);
    answer
}

fn check(app: &Shared, request: &Request) -> Result<(), ApiError> {
    let headers = request.headers();
    let port = app.settings.listen.port();
    if !is_our_host(headers, port) {
        return Err(ApiError::new(
            StatusCode::MISDIRECTED_REQUEST,
            "host",
            "this server answers only to its own address on this machine",
        ));
    }
    if request.uri().path().starts_with(API) {
        if request.method() != Method::GET && request.method() != Method::HEAD {
            from_our_page(headers, port)?;
        }
        let is_exchange = request.uri().path() == EXCHANGE && request.method() == Method::POST;
        if !is_exchange && !app.secrets.knows(headers, port) {
            let message = "open the address that `daylight serve` printed; it carries the token";
            return Err(ApiError::new(StatusCode::UNAUTHORIZED, "no_session", message));
        }
    }
    Ok(())
}

/// Whether the request was sent to one of our names. HTTP/1.1 always says to which.
fn is_our_host(headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|h| h.to_str().ok());
    let Some(host) = host.filter(|_| hosts.next().is_none()) else { return false };
    let Some(name) = host.strip_suffix(&format!(":{port}")) else { return false };
    ["127.0.0.1", "localhost", "[::1]"].contains(&name)
}

/// Whether a change comes from our own page.
fn from_our_page(headers: &HeaderMap, port: u16) -> Result<(), ApiError> {
    let foreign = || ApiError::new(StatusCode::FORBIDDEN, "origin", "this request comes from another page");
    for origin in headers.get_all(header::ORIGIN) {
        let origin = origin.to_str().unwrap_or_default();
        let host = origin.strip_prefix("http://").and_then(|o| o.strip_suffix(&format!(":{port}")));
        if !host.is_some_and(|h| ["127.0.0.1", "localhost", "[::1]"].contains(&h)) {
            return Err(foreign());
        }
    }
    for site in headers.get_all("sec-fetch-site") {
        if !matches!(site.to_str(), Ok("same-origin" | "none")) {
            return Err(foreign());
        }
    }
    if headers.get(CSRF).is_none_or(|v| v != "1") {
        let message = format!("changes carry the header `{CSRF}: 1`");
        return Err(ApiError::new(StatusCode::FORBIDDEN, "csrf", message));
    }
    Ok(())
}

/// An error that the framework told in plain text, as a problem.
fn in_words(answer: Response) -> Response {
    let status = answer.status();
    let is_json =
        answer.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"application/json"));
    if is_json || !(status.is_client_error() || status.is_server_error()) {
        return answer;
    }
    let (code, message) = match status {
        StatusCode::NOT_FOUND => ("not_found", "there is no such route"),
        StatusCode::METHOD_NOT_ALLOWED => ("method", "this route is asked in another way"),
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "the request is too large"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("media_type", "send JSON, as `content-type: application/json`"),
        _ if status.is_client_error() => {
            ("bad_request", "the request cannot be read: a field is missing or of another kind")
        }
        _ => ("internal", "the request broke off"),
    };
    let problem = ApiError::new(status, code, message).problem;
    (status, Json(problem)).into_response()
}

fn dress(headers: &mut HeaderMap, is_api: bool) {
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    if is_api {
        set(header::CACHE_CONTROL, "no-store");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, HeaderValue::from_str(value).unwrap());
        }
        map
    }

    #[test]
    fn only_our_own_names_are_answered() {
        for good in ["127.0.0.1:80", "localhost:80", "[::1]:80"] {
            assert!(is_our_host(&headers(&[("host", good)]), 80), "{good}");
        }
        for bad in ["127.0.0.1", "127.0.0.1:81", "example.org:80", "localhost.example.org:80", "127.0.0.1:80:80", ""] {
            assert!(!is_our_host(&headers(&[("host", bad)]), 80), "{bad}");
        }
        assert!(!is_our_host(&headers(&[]), 80));
        assert!(!is_our_host(&headers(&[("host", "localhost:80"), ("host", "example.org:80")]), 80));
    }

    #[test]
    fn changes_come_from_our_own_page() {
        let ok = |pairs: &[(&'static str, &str)]| from_our_page(&headers(pairs), 80).is_ok();
        assert!(ok(&[("x-daylight", "1")]));
        assert!(ok(&[("x-daylight", "1"), ("origin", "http://127.0.0.1:80"), ("sec-fetch-site", "same-origin")]));
        assert!(!ok(&[]));
        assert!(!ok(&[("x-daylight", "0")]));
        for origin in [
            "null",
            "http://example.org:80",
            "https://127.0.0.1:80",
            "http://127.0.0.1:81",
            "http://localhost:80.example.org",
        ] {
            assert!(!ok(&[("x-daylight", "1"), ("origin", origin)]), "{origin}");
        }
        assert!(!ok(&[("x-daylight", "1"), ("sec-fetch-site", "cross-site")]));
        assert!(!ok(&[("x-daylight", "1"), ("sec-fetch-site", "same-site")]));
    }
}

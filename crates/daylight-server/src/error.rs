//! What can go wrong, and how it is told.

use std::io;
use std::path::PathBuf;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use daylight_casework::CaseError;

use crate::wire::v1;

/// Why the workspace cannot be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address is not one of this machine alone.
    #[error("{0} can be reached from other machines, and this workspace has no logins: use 127.0.0.1 or [::1]")]
    NotLoopback(std::net::SocketAddr),
    /// The address cannot be listened on.
    #[error("{address} cannot be listened on")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// Cause.
        #[source]
        source: io::Error,
    },
    /// A file or folder could not be used.
    #[error("{what} {}", path.display())]
    Io {
        /// What was attempted.
        what: &'static str,
        /// Where.
        path: PathBuf,
        /// Cause.
        #[source]
        source: io::Error,
    },
    /// The case cannot be read.
    #[error("the case cannot be read")]
    Case(#[from] CaseError),
    /// The source of random bytes failed.
    #[error("no random bytes could be had")]
    Random(#[source] io::Error),
    /// The server broke off.
    #[error("the server broke off")]
    Broken(#[source] io::Error),
}

/// Why a request is not answered as asked: a status and a problem. Causes inside the machine are not told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    /// Status of HTTP.
    pub status: StatusCode,
    /// What is told.
    pub problem: v1::Problem,
}

/// Answers of routes.
pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    /// With a status, a stable word and a message.
    pub fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        let problem =
            v1::Problem { code: code.to_owned(), message: message.into(), remedy: None, refusals: Vec::new() };
        Self { status, problem }
    }

    /// With what would do.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.problem.remedy = Some(remedy.into());
        self
    }

    /// 404.
    pub fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("there is no such {what}"))
    }

    /// 400.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", message)
    }

    /// 409.
    pub fn conflict(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, message)
    }

    /// 500, without the cause.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status, Json(self.problem)).into_response()
    }
}

/// A rule of casework as it leaves.
pub fn refusal(r: &daylight_core::record::Refusal) -> v1::Refusal {
    v1::Refusal {
        code: r.code.to_owned(),
        class: r.class.letter().to_owned(),
        record: r.record.clone(),
        field: r.field.clone(),
        message: r.message.clone(),
        remedy: r.remedy.clone(),
    }
}

impl From<CaseError> for ApiError {
    fn from(error: CaseError) -> Self {
        match &error {
            CaseError::Busy(_) => {
                Self::conflict("busy", "the case is open for writing elsewhere, such as by an import")
                    .remedy("wait until it is done and try again")
            }
            CaseError::Invalid { field, what } => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", format!("{field}: {what}"))
            }
            CaseError::Unknown { what, id } => {
                Self::new(StatusCode::NOT_FOUND, "not_found", format!("{what} {id} is not in this case"))
            }
            CaseError::Refused(list) => {
                let message = list.iter().map(|r| r.message.clone()).collect::<Vec<_>>().join("; ");
                let mut refused = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", message);
                refused.problem.refusals = list.iter().map(refusal).collect();
                refused
            }
            CaseError::Role { .. } => Self::new(StatusCode::FORBIDDEN, "role", error.to_string()),
            CaseError::WrongKey => Self::internal("the vault of the case does not open any more"),
            CaseError::Damaged { file, what } => {
                Self::internal(format!("{file} is damaged: {what}")).remedy("`daylight verify CASE` names every place")
            }
            // Paths and causes of the disk are no business of the page.
            _ => Self::internal("the case could not be read or written"),
        }
    }
}

impl From<daylight_share::ShareError> for ApiError {
    fn from(_: daylight_share::ShareError) -> Self {
        Self::internal("the result could not be read").remedy("`daylight verify` on its folder names every place")
    }
}

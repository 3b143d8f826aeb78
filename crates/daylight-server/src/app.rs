//! What all routes share.

use std::ffi::OsString;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::http::StatusCode;
use daylight_casework::{Case, CaseError, CaseView, Pseudonymizer};

use crate::error::{ApiError, ApiResult, ServeError};
use crate::exports::Exports;
use crate::jobs::Jobs;
use crate::pins::Store;
use crate::posts::Posts;
use crate::runs::Runs;
use crate::session::Secrets;
use crate::ui::Ui;
use crate::uploads::Uploads;

/// What comes in from outside: keys, the clock, random bytes.
pub trait Desk: Send + Sync + 'static {
    /// The member under whose name the log keeps what is done here.
    fn actor(&self) -> &str;

    /// Microseconds UTC since 1970.
    fn now_us(&self) -> i64;

    /// Fills `bytes` with random bytes fit for keys.
    ///
    /// # Errors
    /// When the source of randomness fails.
    fn random(&self, bytes: &mut [u8]) -> io::Result<()>;

    /// Opens the case for writing.
    ///
    /// # Errors
    /// `Busy` while something else writes into it.
    fn open_case(&self) -> Result<Case, CaseError>;
}

/// How to serve.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Folder of the case.
    pub case: PathBuf,
    /// Where to listen; on the loopback interface.
    pub listen: SocketAddr,
    /// The program that imports and analyses: the same one.
    pub program: PathBuf,
    /// Its options that open the case and name the actor.
    pub unlock: Vec<OsString>,
    /// Its options that name the key of the pseudonyms of results.
    pub names: Vec<OsString>,
    /// A folder with the pages, instead of those in the binary.
    pub ui: Option<PathBuf>,
    /// Largest file that is taken, in bytes.
    pub max_upload: u64,
}

/// The state of the server.
pub struct App {
    pub(crate) settings: Settings,
    pub(crate) desk: Box<dyn Desk>,
    pub(crate) secrets: Secrets,
    pub(crate) ui: Ui,
    pub(crate) pseudonyms: Pseudonymizer,
    pub(crate) posts: Posts,
    pub(crate) runs: Runs,
    pub(crate) jobs: Jobs,
    pub(crate) uploads: Uploads,
    pub(crate) exports: Exports,
    pub(crate) store: Store,
    /// Held while this process writes into the case, so that two requests do not find it busy.
    writing: std::sync::Mutex<()>,
}

/// The state as routes get it.
pub type Shared = Arc<App>;

impl App {
    /// For a case, at an address that is bound already.
    ///
    /// # Errors
    /// When the case cannot be opened, or its folder not be written.
    pub fn new(settings: Settings, desk: Box<dyn Desk>) -> Result<Shared, ServeError> {
        if !settings.listen.ip().is_loopback() {
            return Err(ServeError::NotLoopback(settings.listen));
        }
        // Opened once: finishes what was cut off, and gives the key by which handles in texts are hidden.
        let pseudonyms = desk.open_case()?.pseudonymizer();
        let secrets = Secrets::new(&*desk).map_err(ServeError::Random)?;
        Ok(Arc::new(Self {
            ui: Ui::new(settings.ui.as_deref())?,
            posts: Posts::default(),
            runs: Runs::new(&settings.case),
            jobs: Jobs::default(),
            uploads: Uploads::new(&settings.case, settings.max_upload)?,
            exports: Exports::new(&settings.case)?,
            store: Store::new(&settings.case),
            writing: std::sync::Mutex::new(()),
            secrets,
            pseudonyms,
            settings,
            desk,
        }))
    }

    /// The token that the address carries.
    pub fn token(&self) -> &str {
        self.secrets.token()
    }

    /// The case, for reading.
    pub(crate) fn view(&self) -> ApiResult<CaseView> {
        Ok(CaseView::open(&self.settings.case)?)
    }

    /// Writes into the case, one request at a time.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&mut Case, &str) -> Result<T, CaseError>) -> ApiResult<T> {
        let guard = self.writing.lock().map_err(|_| ApiError::internal("a write before broke off"))?;
        let mut case = self.desk.open_case()?;
        let done = work(&mut case, self.desk.actor())?;
        drop((case, guard));
        Ok(done)
    }

    /// Random hex digits for an id.
    pub(crate) fn new_id(&self) -> ApiResult<String> {
        let mut bytes = [0; 12];
        self.desk.random(&mut bytes).map_err(|_| ApiError::internal("no random bytes could be had"))?;
        Ok(daylight_casework::to_hex(&bytes))
    }
}

/// Does work that blocks on a thread of its own.
pub(crate) async fn blocking<T: Send + 'static>(
    app: &Shared,
    work: impl FnOnce(&App) -> ApiResult<T> + Send + 'static,
) -> ApiResult<T> {
    let app = app.clone();
    tokio::task::spawn_blocking(move || work(&app))
        .await
        .unwrap_or_else(|_| Err(ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the request broke off")))
}

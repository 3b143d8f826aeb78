//! Why an input could not be read at all. Bad rows are problems of the data set, not errors.

use std::path::{Path, PathBuf};

/// An input that cannot be read. Every message names the file and what can be looked at in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// The file cannot be opened or read.
    #[error("{} cannot be read", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
    /// A report that comes as PDF.
    #[error("the PDF cannot be read: {what}")]
    Pdf {
        /// What is the matter, and what would do.
        what: String,
    },
    /// Nothing in it.
    #[error("{} is empty", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// A header and no rows.
    #[error("{} has a header but no rows", path.display())]
    HeaderOnly {
        /// The file.
        path: PathBuf,
    },
    /// Not a table of text.
    #[error("{} is not a table: {what}", path.display())]
    NotATable {
        /// The file.
        path: PathBuf,
        /// What it looks like.
        what: String,
    },
    /// A folder, or a list of paths, without tables.
    #[error("{} holds no tables ({n_files} other files)", path.display())]
    NoTables {
        /// The folder.
        path: PathBuf,
        /// Files in it that are not tables.
        n_files: usize,
    },
    /// No column for roles that are needed.
    #[error("{}: no column for the {}; its columns are: {}", path.display(), roles.join(" and the "), columns.join(", "))]
    MissingColumn {
        /// The file.
        path: PathBuf,
        /// The roles.
        roles: Vec<&'static str>,
        /// All columns of the file.
        columns: Vec<String>,
    },
    /// The mapping names a column that is not there.
    #[error("{}: no column `{column}`; its columns are: {}", path.display(), columns.join(", "))]
    UnknownColumn {
        /// The file.
        path: PathBuf,
        /// The column asked for.
        column: String,
        /// All columns of the file.
        columns: Vec<String>,
    },
    /// Times that cannot be read without a decision.
    #[error("{}: column `{column}`: {what}", path.display())]
    Time {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// What is wrong with it.
        what: String,
        /// What to do.
        hint: String,
    },
    /// A compressed file that unpacks to far more than data does.
    #[error("{} unpacks to more than {limit} bytes from {packed}", path.display())]
    Bomb {
        /// The file.
        path: PathBuf,
        /// Compressed size.
        packed: u64,
        /// The limit.
        limit: u64,
    },
    /// More rows than numbers.
    #[error("more than {limit} rows")]
    TooManyRows {
        /// The limit.
        limit: u64,
    },
    /// A Parquet file that the Parquet library refuses.
    #[error("{} is not a readable Parquet file", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: parquet::errors::ParquetError,
    },
    /// A file of posts that this version did not write.
    #[error("{} is not a posts file of this version: {what}", path.display())]
    Store {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A file that no format of exports knows.
    #[error("{} is no export that is known: {what}", path.display())]
    UnknownExport {
        /// The file.
        path: PathBuf,
        /// What was seen in it.
        what: String,
    },
    /// A mapping that cannot be read.
    #[error("{} is no mapping: {what}", path.display())]
    Mapping {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and key.
        what: String,
    },
    /// A format that does not exist.
    #[error("there is no export format `{name}`")]
    UnknownFormat {
        /// The name asked for.
        name: String,
    },
    /// An archive that exceeds a limit or is built to do harm.
    #[error("{} was refused: {limit}", path.display())]
    Archive {
        /// The archive.
        path: PathBuf,
        /// The limit, with its value, or what is wrong.
        limit: String,
    },
    /// The thread pool cannot be started.
    #[error("the reading threads cannot be started")]
    Threads(#[source] rayon::ThreadPoolBuildError),
}

impl IngestError {
    /// What the user can do, where we know.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Io { .. } => "check that the file exists and that you may read it".to_owned(),
            Self::Empty { .. } | Self::HeaderOnly { .. } => {
                "check the export: the tool that made it wrote no posts to it".to_owned()
            }
            Self::NotATable { .. } => {
                "give CSV, TSV, NDJSON, a JSON array or Parquet, plain or packed with gzip or zstd".to_owned()
            }
            Self::NoTables { .. } => "give a folder with CSV, TSV, NDJSON, JSON or Parquet files".to_owned(),
            Self::MissingColumn { roles, .. } => {
                let map: Vec<String> = roles.iter().map(|role| format!("{role}=COLUMN")).collect();
                format!(
                    "say which column it is: --map {}; objects may also be object:hashtag, object:text and others",
                    map.join(",")
                )
            }
            Self::UnknownColumn { .. } => {
                "column names are case-sensitive; without a header they are numbers".to_owned()
            }
            Self::Time { hint, .. } => hint.clone(),
            Self::Bomb { .. } => "unpack the file yourself if you trust it".to_owned(),
            Self::TooManyRows { .. } => "split the input into periods".to_owned(),
            Self::Parquet { .. } => "check that the file was copied completely".to_owned(),
            Self::Store { .. } => "run the import again".to_owned(),
            Self::UnknownExport { .. } => {
                "if it is a table, name its columns: `daylight import --print-mapping FILE` writes a mapping to edit, \
                 which --mapping takes"
                    .to_owned()
            }
            Self::Mapping { .. } => {
                "docs/reference/mapping.md explains it; `daylight import --print-mapping FILE` writes one to begin with"
                    .to_owned()
            }
            Self::UnknownFormat { .. } => {
                let names: Vec<&str> = crate::exports::EXPORT_FORMATS.iter().map(|f| f.name()).collect();
                format!("there are {}", names.join(", "))
            }
            Self::Archive { .. } => "unpack it yourself if you trust it, and give the folder".to_owned(),
            Self::Threads(_) | Self::Pdf { .. } => return None,
        })
    }

    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        if let Some(bomb) = source.get_ref().and_then(|e| e.downcast_ref::<crate::stream::TooLarge>()) {
            return Self::Bomb { path: path.to_owned(), packed: bomb.packed, limit: bomb.limit };
        }
        Self::Io { path: path.to_owned(), source }
    }
}

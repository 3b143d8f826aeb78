//! The text of a PDF, for reports that come as one.
//!
//! Small on purpose: words in their order, lines and paragraphs by their places; no pictures, no forms, no
//! recognition of letters in scans. The libraries that do more unpack without limits, and a report is a file
//! that strangers made: here what is unpacked, the number of objects, pages and letters, and the depth of
//! everything have an end, and nothing that stands in the file is trusted, its own index least. Objects are
//! found by looking for them.

mod content;
mod font;
mod object;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::error::IngestError;
use object::{Dict, File, Object};

/// Pages that are read at most.
const MAX_PAGES: usize = 1000;
/// Letters of all pages at most, in bytes.
const MAX_TEXT: usize = 8 << 20;
/// Share of letters without a name from which on a text is called unreadable.
const UNREADABLE: f64 = 0.5;

/// Whether a file begins like a PDF.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.get(..1024.min(bytes.len())).is_some_and(|head| memchr::memmem::find(head, b"%PDF-").is_some())
}

fn refuse(what: impl Into<String>) -> IngestError {
    IngestError::Pdf { what: what.into() }
}

/// The text of a PDF: pages one after the other, with an empty line between them.
///
/// # Errors
/// `Pdf` when it is encrypted, damaged, too large in one of several ways, or has no text that can be read.
pub fn pdf_text(bytes: &[u8]) -> Result<String, IngestError> {
    if !is_pdf(bytes) {
        return Err(refuse("it does not begin like one"));
    }
    let file = File::read(bytes)?;
    let mut out = content::Drawn::default();
    for page in pages(&file)? {
        content::page(&file, &page, &mut out)?;
        if out.text.len() > MAX_TEXT {
            return Err(refuse(format!("it has more than {MAX_TEXT} bytes of text")));
        }
        out.end_page();
    }
    let all = (out.n_read + out.n_unread) as f64;
    if out.text.trim().is_empty() || out.n_unread as f64 > UNREADABLE * all {
        let what = "it has no text that can be read: a scan, or fonts that do not say which letters they draw; \
                    recognize its text first, or give the report as text";
        return Err(refuse(what));
    }
    Ok(out.text.trim().to_owned() + "\n")
}

/// A page: its contents and the resources that hold there.
struct Page {
    contents: Object,
    resources: Rc<Dict>,
}

/// The pages in their order. A tree that leads back into itself is walked once.
fn pages(file: &File<'_>) -> Result<Vec<Page>, IngestError> {
    let root = file.root().ok_or_else(|| refuse("it has no list of pages"))?;
    let mut seen = BTreeSet::new();
    let mut open = vec![(root.get("Pages").cloned().unwrap_or(Object::Null), Rc::new(Dict::new()))];
    let mut found = Vec::new();
    while let Some((node, inherited)) = open.pop() {
        if let Object::Reference(n) = node
            && !seen.insert(n)
        {
            continue;
        }
        let Object::Dictionary(node) = file.resolve(&node) else { continue };
        let resources = match node.get("Resources").map(|r| file.resolve(r)) {
            Some(Object::Dictionary(own)) => Rc::new(own),
            _ => inherited,
        };
        if let Some(Object::Array(kids)) = node.get("Kids").map(|k| file.resolve(k)) {
            // From the last to the first, so that the first is taken next.
            open.extend(kids.into_iter().rev().map(|k| (k, resources.clone())));
        } else if let Some(contents) = node.get("Contents") {
            found.push(Page { contents: contents.clone(), resources });
        }
        if found.len() > MAX_PAGES || open.len() > 100 * MAX_PAGES {
            return Err(refuse(format!("it has more than {MAX_PAGES} pages")));
        }
    }
    Ok(found)
}

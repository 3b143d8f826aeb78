//! Items of RSS and Atom feeds, as objects of their elements.
//!
//! Nothing is fetched and no entity is expanded besides the characters of HTML; a document type is passed over.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value};

use crate::exports::batches::Run;
use crate::exports::html;
use crate::exports::lines::{Envelope, MAX_RECORD_BYTES};

/// Depth of elements.
const MAX_DEPTH: usize = 64;

/// Reads items and entries.
pub fn read(text: impl BufRead, run: &mut Run<'_>) -> io::Result<()> {
    // One piece of text without a tag would otherwise be read into memory however long it is.
    let counter = Rc::new(Cell::new(0));
    let mut reader = Reader::from_reader(BufReader::new(Guarded { inner: text, counter: counter.clone() }));
    reader.config_mut().check_end_names = false;
    let mut state = State::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        counter.set(0);
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag)) => state.open(&tag),
            Ok(Event::Empty(tag)) => {
                state.open(&tag);
                state.close(run);
            }
            Ok(Event::End(_)) => state.close(run),
            Ok(Event::Text(text)) => state.text(&String::from_utf8_lossy(&text)),
            Ok(Event::CData(text)) => state.text(&String::from_utf8_lossy(&text)),
            Ok(Event::GeneralRef(name)) => {
                let name = String::from_utf8_lossy(&name).into_owned();
                state.text(&html::reference(&name).unwrap_or_else(|| format!("&{name};")));
            }
            Ok(_) => {}
            Err(quick_xml::Error::Io(error)) => return Err(io::Error::other(error.to_string())),
            Err(_) => {
                state.end(run, "the XML is broken; the rest was not read");
                return Ok(());
            }
        }
        if state.path.len() > MAX_DEPTH || state.size > MAX_RECORD_BYTES || buffer.len() > MAX_RECORD_BYTES {
            state.end(run, "an item nests too deeply or is larger than 64 MiB; the rest was not read");
            return Ok(());
        }
    }
    if !state.path.is_empty() {
        state.end(run, "the file ends in the middle of its XML");
    }
    Ok(())
}

#[derive(Default)]
struct State {
    path: Vec<String>,
    /// Depth of the open item, and what it has so far.
    item: Option<(usize, Map<String, Value>)>,
    /// Title and link of the feed.
    envelope: Envelope,
    current: String,
    size: usize,
}

/// The name without its prefix, but with it for the few names that two vocabularies share.
fn local(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    match name.as_str() {
        "content:encoded" | "dc:creator" | "dc:date" | "media:content" | "media:thumbnail" | "dc:language" => name,
        _ => match name.split_once(':') {
            Some(("atom" | "rss" | "rdf", rest)) => rest.to_owned(),
            _ => name,
        },
    }
}

impl State {
    fn open(&mut self, tag: &BytesStart<'_>) {
        let name = local(tag.name().as_ref());
        if self.item.is_none() && matches!(name.as_str(), "item" | "entry") {
            self.item = Some((self.path.len(), Map::new()));
            self.size = 0;
        }
        let attributes: Vec<(String, String)> = tag
            .attributes()
            .with_checks(false)
            .flatten()
            .take(32)
            .map(|a| {
                let key = String::from_utf8_lossy(a.key.as_ref()).to_ascii_lowercase();
                (key, html::decode(&String::from_utf8_lossy(&a.value)))
            })
            .collect();
        let get = |key: &str| attributes.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone());
        self.current.clear();
        if let Some(href) = get("href").filter(|_| name == "link") {
            let rel = get("rel").unwrap_or_else(|| "alternate".to_owned());
            self.add(&format!("link:{rel}"), &href);
        } else if let Some(url) = get("url") {
            self.add(&format!("{name}:url"), &url);
        } else if let Some(term) = get("term").filter(|_| name == "category") {
            self.add("category", &term);
        }
        self.path.push(name);
    }

    fn text(&mut self, text: &str) {
        self.size += text.len();
        if self.size <= MAX_RECORD_BYTES {
            self.current.push_str(text);
        }
    }

    /// Adds to the item, or to the words about the feed.
    fn add(&mut self, name: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.size += text.len() + name.len();
        match &mut self.item {
            None if self.path.len() <= 3 && self.envelope.len() < 100 => {
                self.envelope.push((name.to_owned(), Value::from(text).to_string()));
            }
            None => {}
            Some((_, members)) => match members.get_mut(name) {
                None => {
                    members.insert(name.to_owned(), Value::from(text));
                }
                Some(Value::Array(all)) => all.push(Value::from(text)),
                Some(one) => *one = Value::Array(vec![one.take(), Value::from(text)]),
            },
        }
    }

    fn close(&mut self, run: &mut Run<'_>) {
        let Some(name) = self.path.pop() else { return };
        let text = std::mem::take(&mut self.current);
        if let Some((_, members)) = self.item.take_if(|(depth, _)| self.path.len() <= *depth) {
            run.value(Value::Object(members), None, &self.envelope);
            return;
        }
        let inner = self.item.as_ref().map_or(0, |(depth, _)| *depth + 1);
        let name = if self.item.is_some() && self.path.len() > inner {
            self.path.iter().skip(inner).chain([&name]).cloned().collect::<Vec<_>>().join(".")
        } else {
            name
        };
        self.add(&name, &text);
    }

    fn end(&mut self, run: &mut Run<'_>, reason: &str) {
        self.item = None;
        run.broken(None, reason);
    }
}

/// Ends the reading when one item is larger than any real one.
struct Guarded<R> {
    /// What is read.
    inner: R,
    /// Bytes read since the last record.
    counter: Rc<Cell<usize>>,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.counter.set(self.counter.get() + n);
        if self.counter.get() > MAX_RECORD_BYTES {
            return Err(io::Error::other("one record is larger than 64 MiB"));
        }
        Ok(n)
    }
}

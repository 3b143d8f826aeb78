//! The edge table and the network file.

use std::io::{self, Write};

use super::Outcome;
use crate::preset::table::Table;
use crate::preset::{Files, PresetError};

impl Files for Outcome<'_> {
    fn folder(&self) -> &'static str {
        "toolkit"
    }

    fn names(&self) -> Vec<&'static str> {
        vec!["edges.csv", "network.graphml"]
    }

    fn write(&self, name: &str, out: &mut dyn Write) -> Result<(), PresetError> {
        match name {
            "edges.csv" => self.write_edges(out),
            "network.graphml" => {
                self.write_graphml(out).map_err(|e| PresetError::Table { table: name.to_owned(), source: e.into() })
            }
            _ => Ok(()),
        }
    }
}

impl Outcome<'_> {
    fn write_edges(&self, out: &mut dyn Write) -> Result<(), PresetError> {
        let mut table = Table::new("edges.csv", out);
        table.header(&["source", "target", "weight"])?;
        for edge in &self.edges {
            table.text(self.messages.user_id(edge.source))?;
            table.text(self.messages.user_id(edge.target))?;
            table.number(edge.weight)?;
            table.end()?;
        }
        table.finish()
    }

    fn write_graphml(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(HEAD.as_bytes())?;
        for user in self.users() {
            write!(out, "    <node id=\"{}\">", escaped(self.messages.user_id(user)))?;
            if let Some(name) = self.messages.usernames.get(user as usize).and_then(|n| n.as_deref()) {
                write!(out, "<data key=\"username\">{}</data>", escaped(name))?;
            }
            out.write_all(b"</node>\n")?;
        }
        let edge_type = self.settings.network.edge_type();
        for edge in &self.edges {
            let (source, target) = (self.messages.user_id(edge.source), self.messages.user_id(edge.target));
            writeln!(
                out,
                "    <edge source=\"{}\" target=\"{}\"><data key=\"weight\">{}</data><data key=\"edge_type\">{edge_type}</data></edge>",
                escaped(source),
                escaped(target),
                edge.weight
            )?;
        }
        out.write_all(b"  </graph>\n</graphml>\n")?;
        out.flush()
    }

    /// The accounts at the ends of edges, by id.
    fn users(&self) -> Vec<u32> {
        let ranks = self.messages.user.ranks();
        let mut users: Vec<u32> = self.edges.iter().flat_map(|e| [e.source, e.target]).collect();
        users.sort_unstable_by_key(|&u| ranks[u as usize]);
        users.dedup();
        users
    }
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="username" for="node" attr.name="username" attr.type="string"/>
  <key id="weight" for="edge" attr.name="weight" attr.type="long"/>
  <key id="edge_type" for="edge" attr.name="edge_type" attr.type="string"/>
  <graph edgedefault="directed">
"#;

/// Text for XML; characters that XML 1.0 cannot hold become U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

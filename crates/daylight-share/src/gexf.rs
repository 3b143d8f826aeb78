//! `network.gexf`: the validated network for Gephi (GEXF 1.3), coloured by group and placed.

use std::io::{self, Write};

use daylight_core::{ExportError, Exporter, Output, Package};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::network::{self, Node};
use crate::palette;
use crate::text::visible;
use crate::view;

/// Writes `network.gexf`.
pub struct Gexf;

impl Exporter for Gexf {
    fn name(&self) -> &'static str {
        "gexf"
    }

    fn card(&self) -> &'static str {
        include_str!("gexf.md")
    }

    fn files(&self) -> &'static [&'static str] {
        &["network.gexf"]
    }

    fn export(&self, package: &Package, out: &mut dyn Output) -> Result<Vec<String>, ExportError> {
        out.file("network.gexf", &mut |w| write(package, w))?;
        Ok(view::left_out_of_network(package))
    }
}

type Xml<'w> = Writer<&'w mut (dyn Write + Send)>;

fn write(package: &Package, w: &mut (dyn Write + Send)) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(w, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    start(
        &mut xml,
        "gexf",
        &[("xmlns", "http://gexf.net/1.3"), ("xmlns:viz", "http://gexf.net/1.3/viz"), ("version", "1.3")],
    )?;
    start(&mut xml, "meta", &[])?;
    for (name, text) in [("creator", "daylight"), ("description", "accounts that acted together; see report.html")] {
        start(&mut xml, name, &[])?;
        xml.write_event(Event::Text(BytesText::new(text)))?;
        end(&mut xml, name)?;
    }
    end(&mut xml, "meta")?;
    start(&mut xml, "graph", &[("mode", "static"), ("defaultedgetype", "undirected")])?;
    attributes(&mut xml, "node", network::NODE_KEYS)?;
    attributes(&mut xml, "edge", network::EDGE_KEYS)?;
    let edges = network::edges(package);
    start(&mut xml, "nodes", &[])?;
    for node in network::nodes(package, &edges) {
        write_node(&mut xml, package, &node)?;
    }
    end(&mut xml, "nodes")?;
    start(&mut xml, "edges", &[])?;
    for (id, &index) in edges.iter().enumerate() {
        write_edge(&mut xml, package, id, index)?;
    }
    end(&mut xml, "edges")?;
    end(&mut xml, "graph")?;
    end(&mut xml, "gexf")?;
    xml.get_mut().write_all(b"\n")
}

/// `weight` and positions have places of their own in the format.
fn has_own_place(key: &str) -> bool {
    matches!(key, "weight" | "x" | "y")
}

fn attributes(xml: &mut Xml<'_>, class: &str, keys: &[(&str, &str)]) -> io::Result<()> {
    start(xml, "attributes", &[("class", class), ("mode", "static")])?;
    for (key, kind) in keys.iter().filter(|k| !has_own_place(k.0)) {
        let kind = if *kind == "int" { "integer" } else { kind };
        empty(xml, "attribute", &[("id", key), ("title", key), ("type", kind)])?;
    }
    end(xml, "attributes")
}

fn write_node(xml: &mut Xml<'_>, package: &Package, node: &Node) -> io::Result<()> {
    let id = visible(package.dataset.accounts.get(node.account));
    let name = package.dataset.account_names.as_ref().map(|n| n.get(node.account)).filter(|n| !n.is_empty());
    let label = name.map_or_else(|| id.clone(), visible);
    start(xml, "node", &[("id", &id), ("label", &label)])?;
    values(xml, &network::node_values(package, node))?;
    let [r, g, b] = palette::rgb(view::summary(package, node.account).and_then(|s| s.group));
    let [r, g, b] = [r, g, b].map(|c| c.to_string());
    empty(xml, "viz:color", &[("r", &r), ("g", &g), ("b", &b)])?;
    if let Some([x, y]) = package.positions.get(node.account as usize).copied().flatten() {
        empty(xml, "viz:position", &[("x", &x.to_string()), ("y", &y.to_string()), ("z", "0")])?;
    }
    empty(xml, "viz:size", &[("value", &format!("{:.2}", 4.0 + 2.0 * f64::from(node.degree).sqrt()))])?;
    end(xml, "node")
}

fn write_edge(xml: &mut Xml<'_>, package: &Package, id: usize, index: u32) -> io::Result<()> {
    let edge = &package.analysis.edges[index as usize];
    let (a, b) = (visible(package.dataset.accounts.get(edge.a)), visible(package.dataset.accounts.get(edge.b)));
    let (id, weight) = (id.to_string(), view::weight(edge).to_string());
    start(xml, "edge", &[("id", &id), ("source", &a), ("target", &b), ("weight", &weight)])?;
    values(xml, &network::edge_values(edge))?;
    end(xml, "edge")
}

fn values(xml: &mut Xml<'_>, values: &[(&'static str, String)]) -> io::Result<()> {
    start(xml, "attvalues", &[])?;
    for (key, value) in values.iter().filter(|v| !has_own_place(v.0)) {
        empty(xml, "attvalue", &[("for", key), ("value", value)])?;
    }
    end(xml, "attvalues")
}

fn start(xml: &mut Xml<'_>, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())))
}

fn empty(xml: &mut Xml<'_>, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    xml.write_event(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())))
}

fn end(xml: &mut Xml<'_>, name: &str) -> io::Result<()> {
    xml.write_event(Event::End(BytesEnd::new(name)))
}

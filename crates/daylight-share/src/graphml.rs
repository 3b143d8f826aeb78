//! `network.graphml`: the validated network for igraph, networkx, Cytoscape, yEd.

use std::io::{self, Write};

use daylight_core::{CoactionEdge, ExportError, Exporter, Output, Package};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::network::{self, Node};
use crate::text::visible;
use crate::view;

/// Writes `network.graphml`.
pub struct GraphMl;

impl Exporter for GraphMl {
    fn name(&self) -> &'static str {
        "graphml"
    }

    fn card(&self) -> &'static str {
        include_str!("graphml.md")
    }

    fn files(&self) -> &'static [&'static str] {
        &["network.graphml"]
    }

    fn export(&self, package: &Package, out: &mut dyn Output) -> Result<Vec<String>, ExportError> {
        out.file("network.graphml", &mut |w| write(package, w))?;
        Ok(view::left_out_of_network(package))
    }
}

fn write(package: &Package, w: &mut (dyn Write + Send)) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(w, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = BytesStart::new("graphml").with_attributes([("xmlns", "http://graphml.graphdrawing.org/xmlns")]);
    xml.write_event(Event::Start(root))?;
    for (target, keys) in [("node", network::NODE_KEYS), ("edge", network::EDGE_KEYS)] {
        for (key, kind) in keys {
            let id = format!("{target}_{key}");
            let key = BytesStart::new("key").with_attributes([
                ("id", id.as_str()),
                ("for", target),
                ("attr.name", key),
                ("attr.type", kind),
            ]);
            xml.write_event(Event::Empty(key))?;
        }
    }
    let graph = BytesStart::new("graph").with_attributes([("id", "network"), ("edgedefault", "undirected")]);
    xml.write_event(Event::Start(graph))?;
    let edges = network::edges(package);
    for node in network::nodes(package, &edges) {
        write_node(&mut xml, package, &node)?;
    }
    for &index in &edges {
        write_edge(&mut xml, package, index)?;
    }
    xml.write_event(Event::End(BytesEnd::new("graph")))?;
    xml.write_event(Event::End(BytesEnd::new("graphml")))?;
    xml.get_mut().write_all(b"\n")
}

type Xml<'w> = Writer<&'w mut (dyn Write + Send)>;

fn write_node(xml: &mut Xml<'_>, package: &Package, node: &Node) -> io::Result<()> {
    let id = visible(package.dataset.accounts.get(node.account));
    xml.write_event(Event::Start(BytesStart::new("node").with_attributes([("id", id.as_ref())])))?;
    for (key, value) in network::node_values(package, node) {
        data(xml, &format!("node_{key}"), &value)?;
    }
    xml.write_event(Event::End(BytesEnd::new("node")))
}

fn write_edge(xml: &mut Xml<'_>, package: &Package, index: u32) -> io::Result<()> {
    let edge: &CoactionEdge = &package.analysis.edges[index as usize];
    let (a, b) = (visible(package.dataset.accounts.get(edge.a)), visible(package.dataset.accounts.get(edge.b)));
    let start = BytesStart::new("edge").with_attributes([("source", a.as_ref()), ("target", b.as_ref())]);
    xml.write_event(Event::Start(start))?;
    data(xml, "edge_weight", &crate::view::weight(edge).to_string())?;
    for (key, value) in network::edge_values(edge) {
        data(xml, &format!("edge_{key}"), &value)?;
    }
    xml.write_event(Event::End(BytesEnd::new("edge")))
}

fn data(xml: &mut Xml<'_>, key: &str, value: &str) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new("data").with_attributes([("key", key)])))?;
    xml.write_event(Event::Text(BytesText::new(&visible(value))))?;
    xml.write_event(Event::End(BytesEnd::new("data")))
}

/** From the network of the server to what is drawn and listed. */

import type { Schemas } from "../api/client";
import type { DrawnEdge, DrawnNode } from "../parts/Drawing.svelte";

type Node = Schemas["NetworkNode"];
type Edge = Schemas["NetworkEdge"];

/** Key of an edge in the drawing: its number, or its ends between groups. */
export function edgeKey(e: Edge): string {
  return e.id === null || e.id === undefined ? `${e.a}|${e.b}` : String(e.id);
}

/** Nodes for the drawing, 3 pixels and more. */
export function drawnNodes(nodes: Node[]): DrawnNode[] {
  const top = nodes.reduce((m, n) => Math.max(m, n.size), 1);
  return nodes.map((n) => ({
    id: n.id,
    label: n.label,
    x: n.x,
    y: n.y,
    // Areas tell sizes apart, not radii; the more there are, the smaller all of them.
    size: 3 + 40 * Math.sqrt(n.size / top) / Math.max(Math.sqrt(nodes.length), 2.2),
    colour: n.group === null || n.group === undefined ? null : (Math.max(n.group, 1) - 1) % 8,
  }));
}

/** Edges for the drawing, thicker with more objects. */
export function drawnEdges(edges: Edge[]): DrawnEdge[] {
  const top = edges.reduce((m, e) => Math.max(m, e.n_objects), 1);
  return edges.map((e) => ({ id: edgeKey(e), a: e.a, b: e.b, size: 0.7 + 3.3 * (e.n_objects / top) }));
}

/** Order of a table; equal rows keep the order of the server. */
export function sortedBy<T>(rows: T[], value: (row: T) => string | number | null | undefined, down: boolean): T[] {
  const sign = down ? -1 : 1;
  return rows
    .map((row, i) => ({ row, i, v: value(row) }))
    .sort((a, b) => {
      // What is missing goes last, whichever way.
      const missing = Number(a.v === null || a.v === undefined) - Number(b.v === null || b.v === undefined);
      if (missing !== 0) return missing;
      if (a.v !== b.v && a.v !== null && a.v !== undefined && b.v !== null && b.v !== undefined) return a.v < b.v ? -sign : sign;
      return a.i - b.i;
    })
    .map((x) => x.row);
}

/** Adds a word to a list joined by commas, or takes it out. */
export function toggled(list: string | undefined, word: string): string {
  const words = (list ?? "").split(",").filter((w) => w !== "");
  return (words.includes(word) ? words.filter((w) => w !== word) : [...words, word]).join(",");
}

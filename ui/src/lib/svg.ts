/** A network as an SVG file: the same places and colours as the drawing, readable without this program. */

import type { DrawnEdge, DrawnNode } from "../parts/Drawing.svelte";
import { cut, visible } from "./text";

const COLOURS = ["#b3402e", "#2f6db5", "#1f7a55", "#96701a", "#7a4a9e", "#1b7f8c", "#a83a73", "#55652a"];

/** Text inside markup. Hidden characters are named first, so none reaches the file. */
export function escape(s: string): string {
  return visible(s).replace(/[&<>"']/g, (c) => `&#${c.codePointAt(0)};`);
}

/** The file. */
export function networkSvg(nodes: DrawnNode[], edges: DrawnEdge[], title: string): string {
  const side = 1000;
  const pad = 60;
  const xs = nodes.map((n) => n.x);
  const ys = nodes.map((n) => n.y);
  const min = (v: number[]): number => v.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const max = (v: number[]): number => v.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const [x0, y0] = nodes.length > 0 ? [min(xs), min(ys)] : [0, 0];
  const wide = nodes.length > 0 ? Math.max(max(xs) - x0, max(ys) - y0, 1e-9) : 1;
  const scale = (side - 2 * pad) / wide;
  // The drawing has its y axis upwards, a file downwards.
  const place = (n: DrawnNode): [string, string] => [(pad + (n.x - x0) * scale).toFixed(1), (side - pad - (n.y - y0) * scale).toFixed(1)];
  const at = new Map(nodes.map((n) => [n.id, place(n)]));
  const lines = edges.flatMap((e) => {
    const a = at.get(e.a);
    const b = at.get(e.b);
    return a && b ? [`<line x1="${a[0]}" y1="${a[1]}" x2="${b[0]}" y2="${b[1]}" stroke-width="${e.size.toFixed(1)}"/>`] : [];
  });
  const dots = nodes.map((n) => {
    const [x, y] = at.get(n.id) ?? ["0", "0"];
    const colour = n.colour === null ? "#77736a" : (COLOURS[n.colour % COLOURS.length] ?? "#77736a");
    return `<circle cx="${x}" cy="${y}" r="${n.size.toFixed(1)}" fill="${colour}"><title>${escape(cut(n.label, 200))}</title></circle>`;
  });
  const names = nodes
    .filter((n) => n.size >= 7)
    .map((n) => {
      const [x, y] = at.get(n.id) ?? ["0", "0"];
      return `<text x="${(Number(x) + n.size + 3).toFixed(1)}" y="${(Number(y) + 4).toFixed(1)}">${escape(cut(n.label, 60))}</text>`;
    });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" font-family="sans-serif" font-size="12">`,
    `<title>${escape(title)}</title><rect width="${side}" height="${side}" fill="#fffefb"/>`,
    `<g stroke="#b5ad9a" stroke-opacity="0.6">${lines.join("")}</g>`,
    `<g stroke="#fffefb" stroke-width="0.7">${dots.join("")}</g><g fill="#1b1a17">${names.join("")}</g></svg>`,
    "",
  ].join("\n");
}

/** Changes of a report as it is written: each gives a new list, the old one stays for undoing. */

import type { Schemas } from "../api/client";

type Block = Schemas["Block"];

/** Markings from the lowest. */
export const MARKINGS = ["clear", "green", "amber", "amber+strict", "red"];

/** A block of a kind, empty. */
export function blank(kind: Schemas["BlockKind"], text = "", pin: string | null = null): Block {
  return { kind, text, pin, tlp: null };
}

/** A block moved by one place. */
export function moved(blocks: Block[], i: number, by: -1 | 1): Block[] {
  const to = i + by;
  const block = blocks[i];
  if (!block || to < 0 || to >= blocks.length) return blocks;
  const out = blocks.filter((_, k) => k !== i);
  out.splice(to, 0, block);
  return out;
}

/** A block changed. */
export function changed(blocks: Block[], i: number, change: Partial<Block>): Block[] {
  return blocks.map((b, k) => (k === i ? { ...b, ...change } : b));
}

/** A first draft: what was found, what it may mean, what proves it, how it was made. */
export function firstDraft(title: string, heading: string, pins: string[]): { title: string; blocks: Block[] } {
  return {
    title,
    blocks: [blank("judgment"), blank("heading", heading), ...pins.map((p) => blank("pin", "", p)), blank("method")],
  };
}

/** From the counts of the server to bars. */

import type { Schemas } from "../api/client";
import type { Bin } from "./histogram";

/** Bars of a histogram; none when no post has a time. */
export function binsOf(h: Pick<Schemas["Histogram"], "start_us" | "bin_secs" | "posts">): Bin[] {
  const start = h.start_us;
  if (start === null || start === undefined) return [];
  return h.posts.map((n, i) => ({ start_us: start + i * h.bin_secs * 1e6, n }));
}

/** All platforms in one. */
export function summed(c: Schemas["Coverage"]): Bin[] {
  const first = c.platforms[0];
  if (!first) return [];
  const posts = first.posts.map((_, i) => c.platforms.reduce((n, p) => n + (p.posts[i] ?? 0), 0));
  return binsOf({ start_us: c.start_us ?? null, bin_secs: c.bin_secs, posts });
}

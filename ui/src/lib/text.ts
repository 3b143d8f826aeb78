/** Text of strangers: shown as text only, with what is invisible made visible. */

// The same characters as `is_hidden` of the reports: controls, marks of direction, zero-width characters, tags.
// The joiners U+200C and U+200D stay: emoji, Persian and many Indian scripts need them.
const HIDDEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e007f}]/gu;

/** A piece of text, or a placeholder that stands for a hidden character. */
export interface Piece {
  text: string;
  hidden: boolean;
}

/** `U+202E` of a character. */
export function codePoint(c: string): string {
  return `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Splits text into plain pieces and hidden characters; line breaks stay text when `lines` is set. */
export function pieces(s: string, lines = false): Piece[] {
  const out: Piece[] = [];
  let from = 0;
  for (const m of s.matchAll(HIDDEN)) {
    if (lines && (m[0] === "\n" || m[0] === "\r" || m[0] === "\t")) continue;
    if (m.index > from) out.push({ text: s.slice(from, m.index), hidden: false });
    out.push({ text: codePoint(m[0]), hidden: true });
    from = m.index + m[0].length;
  }
  if (from < s.length) out.push({ text: s.slice(from), hidden: false });
  return out;
}

/** Text for places that hold plain strings only (labels, titles, drawings): `a<U+202E>b`. */
export function visible(s: string): string {
  return s.replace(HIDDEN, (c) => `<${codePoint(c)}>`);
}

/** The first `n` characters (not halves of them), with an ellipsis when there were more. */
export function cut(s: string, n: number): string {
  // Cheap when short: a string has at least as many units as characters.
  if (s.length <= n) return s;
  const chars = Array.from(s);
  return chars.length <= n ? s : `${chars.slice(0, n).join("")}…`;
}

/** A web address that nobody can click by mistake: `hxxps://example[.]org/path`. */
export function defang(s: string): string {
  const at = s.indexOf("://");
  const scheme = at < 0 ? "" : `${s.slice(0, at).replace("tt", "xx")}://`;
  const rest = at < 0 ? s : s.slice(at + 3);
  const end = rest.search(/[/?#]/);
  const host = end < 0 ? rest : rest.slice(0, end);
  return scheme + host.replaceAll(".", "[.]") + (end < 0 ? "" : rest.slice(end));
}

/** Splits text where words of a query stand, without regard to case, for marking them. */
export function marked(s: string, words: string[]): { text: string; hit: boolean }[] {
  const wanted = words.map((w) => w.toLowerCase()).filter((w) => w.length > 0);
  const low = s.toLowerCase();
  // Where lower case changes the length (İ), places would not fit: such text is left unmarked.
  if (wanted.length === 0 || low.length !== s.length) return s === "" ? [] : [{ text: s, hit: false }];
  const out: { text: string; hit: boolean }[] = [];
  let at = 0;
  while (at < s.length) {
    let next = -1;
    let len = 0;
    for (const w of wanted) {
      const i = low.indexOf(w, at);
      if (i >= 0 && (next < 0 || i < next || (i === next && w.length > len))) {
        next = i;
        len = w.length;
      }
    }
    if (next < 0) break;
    if (next > at) out.push({ text: s.slice(at, next), hit: false });
    out.push({ text: s.slice(next, next + len), hit: true });
    at = next + len;
  }
  if (at < s.length) out.push({ text: s.slice(at), hit: false });
  return out;
}

/** Words and "phrases" of a query, for marking; signs of the query language are dropped. */
export function queryWords(q: string): string[] {
  return [...q.matchAll(/"([^"]+)"|(\S+)/g)]
    .map((m) => (m[1] ?? m[2] ?? "").trim())
    .filter((w) => w !== "" && !w.startsWith("-") && w !== "OR" && w !== "AND");
}

/** Addresses of screens: `#/network?group=3`. Everything an analyst set stands in them. */

export type Params = Record<string, string>;

export interface Place {
  screen: string;
  params: Params;
}

/** Reads the part behind `#`; `null` when it is no address of a screen. */
export function parse(hash: string): Place | null {
  const m = /^#\/([a-z]+)(?:\?(.*))?$/s.exec(hash);
  if (!m?.[1]) return null;
  const params: Params = {};
  for (const [k, v] of new URLSearchParams(m[2] ?? "")) params[k] = v;
  return { screen: m[1], params };
}

/** The address of a place; names in order, empty values left out, so that one place has one address. */
export function address(screen: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const k of Object.keys(params).sort()) {
    const v = params[k];
    if (v !== undefined && v !== "") query.set(k, v);
  }
  const q = query.toString();
  return `#/${screen}${q === "" ? "" : `?${q}`}`;
}

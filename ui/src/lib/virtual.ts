/** Which rows of a long list are seen, with some to spare on both sides. */
export function windowOf(top: number, tall: number, rowPx: number, n: number, spare = 6): { from: number; to: number } {
  const first = Math.floor(Math.max(top, 0) / rowPx);
  const from = Math.min(Math.max(first - spare, 0), n);
  const to = Math.min(first + Math.ceil(tall / rowPx) + spare, n);
  return { from, to: Math.max(to, from) };
}

/** Arithmetic of a chart of counts over time. */

export interface Bin {
  start_us: number;
  n: number;
}

/** The largest count, rounded up to a round number. */
export function niceTop(bins: Bin[]): number {
  let max = 0;
  for (const b of bins) if (b.n > max) max = b.n;
  if (max <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(max));
  return ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((m) => m * power >= max) ?? 10) * power;
}

/** Bars from the bottom; what is not zero is at least a pixel high, so that it is seen. */
export function barsOf(bins: Bin[], width: number, height: number, top: number): { x: number; width: number; height: number }[] {
  const step = bins.length > 0 ? width / bins.length : width;
  const gap = step > 4 ? 1 : 0;
  return bins.map((b, i) => ({
    x: i * step,
    width: Math.max(step - gap, 0.5),
    height: b.n > 0 ? Math.max((b.n / top) * height, 1) : 0,
  }));
}

/** The bin under a place, held inside. */
export function binAt(x: number, step: number, n: number): number {
  return Math.min(Math.max(Math.floor(x / step), 0), Math.max(n - 1, 0));
}

/** At most a tick for each 130 pixels: first and last, and others between. */
export function ticksOf(bins: Bin[], width: number): { x: number; start_us: number; anchor: "start" | "middle" | "end" }[] {
  const first = bins[0];
  const last = bins[bins.length - 1];
  if (!first || !last) return [];
  const n = Math.min(Math.max(Math.floor(width / 130), 1), bins.length);
  const step = width / bins.length;
  if (n < 2) return [{ x: 0, start_us: first.start_us, anchor: "start" }];
  return Array.from({ length: n }, (_, k) => {
    const i = Math.round((k * (bins.length - 1)) / (n - 1));
    const anchor = k === 0 ? ("start" as const) : k === n - 1 ? ("end" as const) : ("middle" as const);
    const x = anchor === "start" ? 0 : anchor === "end" ? width : (i + 0.5) * step;
    return { x, start_us: (bins[i] ?? first).start_us, anchor };
  });
}

/** A range moved by its own width, or the first window of the data when there is none. */
export function shifted(
  from: number | null,
  to: number | null,
  whole: [number, number],
  direction: -1 | 1,
): [number, number] {
  const width = from !== null && to !== null ? to - from : (whole[1] - whole[0]) / 10;
  const start = from ?? (direction > 0 ? whole[0] - width : whole[1]);
  const limited = Math.min(Math.max(start + direction * width, whole[0]), Math.max(whole[1] - width, whole[0]));
  return [Math.round(limited), Math.round(limited + width)];
}

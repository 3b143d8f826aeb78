import { describe, expect, it } from "vitest";
import { barsOf, binAt, niceTop, shifted, ticksOf } from "./histogram";

const bins = [0, 3, 41, 0].map((n, i) => ({ start_us: i * 10, n }));

describe("histogram", () => {
  it("rounds its top up", () => {
    expect(niceTop(bins)).toBe(50);
    expect(niceTop([])).toBe(1);
    expect(niceTop([{ start_us: 0, n: 100 }])).toBe(100);
    expect(niceTop([{ start_us: 0, n: 101 }])).toBe(150);
  });
  it("shows small counts and no zero", () => {
    const heights = barsOf([{ start_us: 0, n: 1 }, { start_us: 1, n: 0 }, { start_us: 2, n: 100_000 }], 30, 50, 100_000).map((b) => b.height);
    expect(heights).toEqual([1, 0, 50]);
  });
  it("finds bins and stays inside", () => {
    expect(binAt(-5, 10, 4)).toBe(0);
    expect(binAt(25, 10, 4)).toBe(2);
    expect(binAt(400, 10, 4)).toBe(3);
    expect(binAt(5, 10, 0)).toBe(0);
  });
  it("has ticks at both ends", () => {
    const ticks = ticksOf(bins, 400);
    expect(ticks.map((t) => t.start_us)).toEqual([0, 20, 30]);
    expect(ticksOf([], 400)).toEqual([]);
    expect(ticksOf(bins, 50)).toHaveLength(1);
  });
  it("moves the window by its width and stops at the ends", () => {
    expect(shifted(20, 30, [0, 100], 1)).toEqual([30, 40]);
    expect(shifted(0, 30, [0, 100], -1)).toEqual([0, 30]);
    expect(shifted(90, 100, [0, 100], 1)).toEqual([90, 100]);
    expect(shifted(null, null, [0, 100], 1)).toEqual([0, 10]);
    expect(shifted(null, null, [0, 100], -1)).toEqual([90, 100]);
  });
});

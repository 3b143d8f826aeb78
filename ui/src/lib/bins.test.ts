import { describe, expect, it } from "vitest";
import { binsOf, summed } from "./bins";

describe("bins", () => {
  it("have their places in time", () => {
    expect(binsOf({ start_us: 5, bin_secs: 2, posts: [1, 0, 3] })).toEqual([
      { start_us: 5, n: 1 },
      { start_us: 2_000_005, n: 0 },
      { start_us: 4_000_005, n: 3 },
    ]);
    expect(binsOf({ start_us: null, bin_secs: 0, posts: [] })).toEqual([]);
  });
  it("sum platforms", () => {
    const platform = (posts: number[]) => ({ platform: "p", n_posts: 0, n_accounts: 0, posts, gaps: [] });
    expect(summed({ start_us: 0, bin_secs: 1, n_without_time: 0, platforms: [platform([1, 2]), platform([3, 4])] }).map((b) => b.n)).toEqual([4, 6]);
    expect(summed({ start_us: null, bin_secs: 0, n_without_time: 0, platforms: [] })).toEqual([]);
  });
});

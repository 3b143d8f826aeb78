import { describe, expect, it } from "vitest";
import { windowOf } from "./virtual";

describe("windowOf", () => {
  it("holds what is seen and some more", () => {
    expect(windowOf(1000, 500, 50, 1000, 2)).toEqual({ from: 18, to: 32 });
  });
  it("stays inside", () => {
    expect(windowOf(0, 500, 50, 3)).toEqual({ from: 0, to: 3 });
    expect(windowOf(0, 500, 50, 0)).toEqual({ from: 0, to: 0 });
    expect(windowOf(9999, 500, 50, 10)).toEqual({ from: 10, to: 10 });
  });
});

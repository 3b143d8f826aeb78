import { describe, expect, it } from "vitest";
import { address, parse } from "./route";

describe("addresses of screens", () => {
  it("come back as they were written", () => {
    const params = { q: 'polls "close & now" 50%', group: "3" };
    expect(parse(address("explore", params))).toEqual({ screen: "explore", params });
  });
  it("leave out what is empty and sort the rest", () => {
    expect(address("network", { z: "1", a: "2", q: "" })).toBe("#/network?a=2&z=1");
    expect(address("network")).toBe("#/network");
  });
  it("refuse what is none", () => {
    expect(parse("#token=abc")).toBeNull();
    expect(parse("")).toBeNull();
    expect(parse("#/../x")).toBeNull();
  });
});

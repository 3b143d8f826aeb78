import { describe, expect, it } from "vitest";
import { drawnEdges, drawnNodes, edgeKey, sortedBy, toggled } from "./graph";

const edge = (over: object): Parameters<typeof edgeKey>[0] =>
  ({ a: "x", b: "y", weight: 1, n_objects: 2, n_coactions: 3, n_days: 1, layers: [], first_us: 0, last_us: 0, n_edges: 1, ...over }) as Parameters<typeof edgeKey>[0];

describe("network", () => {
  it("names edges by number, or by their ends", () => {
    expect(edgeKey(edge({ id: 0 }))).toBe("0");
    expect(edgeKey(edge({ id: null }))).toBe("x|y");
  });
  it("draws the strongest thickest", () => {
    const [a, b] = drawnEdges([edge({ id: 1, n_objects: 10 }), edge({ id: 2, n_objects: 1 })]);
    expect(a?.size).toBe(4);
    expect(b?.size).toBeLessThan(1.1);
  });
  it("colours groups and leaves accounts without one grey", () => {
    const node = (group: number | null) => ({ id: "a", label: "a", group, n_members: 1, n_actions: 1, degree: 1, x: 0, y: 0, size: 1 });
    expect(drawnNodes([node(1), node(9), node(null)]).map((n) => n.colour)).toEqual([0, 0, null]);
  });
  it("sorts with what is missing last", () => {
    const rows = [{ v: 2 }, { v: null }, { v: 5 }, { v: 2 }];
    expect(sortedBy(rows, (r) => r.v, true).map((r) => r.v)).toEqual([5, 2, 2, null]);
    expect(sortedBy(rows, (r) => r.v, false).map((r) => r.v)).toEqual([2, 2, 5, null]);
  });
  it("switches words of a list", () => {
    expect(toggled(undefined, "url")).toBe("url");
    expect(toggled("url,domain", "url")).toBe("domain");
    expect(toggled("url", "domain")).toBe("url,domain");
  });
});

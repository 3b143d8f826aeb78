import { describe, expect, it } from "vitest";
import { blank, changed, firstDraft, moved } from "./blocks";

const kinds = (blocks: { kind: string }[]): string => blocks.map((b) => b.kind[0]).join("");

describe("blocks of a report", () => {
  const blocks = [blank("heading", "a"), blank("text", "b"), blank("pin", "", "1")];
  it("move one place and stop at the ends", () => {
    expect(kinds(moved(blocks, 0, 1))).toBe("thp");
    expect(kinds(moved(blocks, 2, -1))).toBe("hpt");
    expect(moved(blocks, 0, -1)).toBe(blocks);
    expect(moved(blocks, 2, 1)).toBe(blocks);
    expect(moved(blocks, 9, 1)).toBe(blocks);
  });
  it("change without touching the old list", () => {
    const next = changed(blocks, 1, { text: "c" });
    expect(next[1]?.text).toBe("c");
    expect(blocks[1]?.text).toBe("b");
  });
  it("start with judgment, pins and method", () => {
    expect(kinds(firstDraft("t", "h", ["1", "2"]).blocks)).toBe("jhppm");
  });
});

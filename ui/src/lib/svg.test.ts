import { describe, expect, it } from "vitest";
import { escape, networkSvg } from "./svg";

const node = (id: string, label: string, x: number, y: number): Parameters<typeof networkSvg>[0][number] => ({ id, label, x, y, size: 8, colour: 1 });

describe("networkSvg", () => {
  it("keeps hostile names harmless", () => {
    const svg = networkSvg([node("a", '</title><script>alert(1)</script>"\u202e', 0, 0)], [], "<b>");
    expect(svg).not.toContain("<script");
    expect(svg).not.toContain("<b>");
    expect(svg).not.toContain("\u202e");
    expect(escape("'&\u0000")).toBe("&#39;&#38;&#60;U+0000&#62;");
  });
  it("draws edges between known nodes only", () => {
    const svg = networkSvg([node("a", "a", 0, 0), node("b", "b", 2, 1)], [{ id: "1", a: "a", b: "b", size: 1 }, { id: "2", a: "a", b: "x", size: 1 }], "t");
    expect(svg.match(/<line /g)).toHaveLength(1);
    expect(svg).toContain('x1="60.0" y1="940.0" x2="940.0"');
  });
  it("takes an empty network", () => {
    expect(networkSvg([], [], "t")).toContain("<svg");
  });
});

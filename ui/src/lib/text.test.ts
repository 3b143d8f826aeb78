import { describe, expect, it } from "vitest";
import { cut, defang, marked, pieces, queryWords, visible } from "./text";

describe("hidden characters", () => {
  it("are named, wherever they stand", () => {
    expect(visible("a\u202eb\nc\u200b")).toBe("a<U+202E>b<U+000A>c<U+200B>");
    expect(visible("\u{e0041}x")).toBe("<U+E0041>x");
  });
  it("leave emoji and Persian alone", () => {
    const family = "familie 👨‍👩‍👧 می‌خواهم";
    expect(visible(family)).toBe(family);
  });
  it("become pieces that join to the text", () => {
    expect(pieces("a\u202eb")).toEqual([
      { text: "a", hidden: false },
      { text: "U+202E", hidden: true },
      { text: "b", hidden: false },
    ]);
    expect(pieces("a\nb", true)).toEqual([{ text: "a\nb", hidden: false }]);
    expect(pieces("")).toEqual([]);
  });
});

describe("cut", () => {
  it("counts characters, not halves", () => {
    expect(cut("👍👍👍", 2)).toBe("👍👍…");
    expect(cut("äö", 2)).toBe("äö");
  });
});

describe("defang", () => {
  it("breaks host and scheme only", () => {
    expect(defang("https://a.example.org/x.html?y=1.2")).toBe("hxxps://a[.]example[.]org/x.html?y=1.2");
    expect(defang("news.example.org")).toBe("news[.]example[.]org");
    expect(defang("javascript:alert(1)")).toBe("javascript:alert(1)");
  });
});

describe("marking", () => {
  it("finds words without regard to case and keeps every character", () => {
    const parts = marked("Ballots and BALLOTS", ["ballots"]);
    expect(parts.filter((p) => p.hit).map((p) => p.text)).toEqual(["Ballots", "BALLOTS"]);
    expect(parts.map((p) => p.text).join("")).toBe("Ballots and BALLOTS");
  });
  it("takes the longest of two words at one place", () => {
    expect(marked("election", ["elect", "election"])).toEqual([{ text: "election", hit: true }]);
  });
  it("does not fail where lower case is longer", () => {
    expect(marked("İstanbul", ["i"]).map((p) => p.text).join("")).toBe("İstanbul");
  });
  it("reads words and phrases of a query", () => {
    expect(queryWords('polling "closed early" -rumour')).toEqual(["polling", "closed early"]);
  });
});

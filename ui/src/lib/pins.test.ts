import { describe, expect, it } from "vitest";
import { placeOfPin } from "./pins";

const pin = (over: object): Parameters<typeof placeOfPin>[0] =>
  ({ id: "1", title: "t", content_sha256: "", author: "a", at_us: 0, tags: [], ...over }) as unknown as Parameters<typeof placeOfPin>[0];

describe("placeOfPin", () => {
  it("finds things again", () => {
    expect(placeOfPin(pin({ kind: "post", target: "7" }))).toBe("#/explore?post=7");
    expect(placeOfPin(pin({ kind: "finding", target: "3", run: "r1" }))).toBe("#/network?group=3&level=accounts&run=r1");
    expect(placeOfPin(pin({ kind: "search", query: "q=%22a+b%22&platform=x" }))).toBe("#/explore?platform=x&q=%22a+b%22");
    expect(placeOfPin(pin({ kind: "edge", target: "9", run: "r1", query: "group=2" }))).toBe("#/network?edge=9&group=2&level=accounts&run=r1");
  });
  it("keeps what a query says inside the page", () => {
    expect(placeOfPin(pin({ kind: "search", query: "q=x#javascript:alert(1)" }))).toBe("#/explore?q=x%23javascript%3Aalert%281%29");
  });
});

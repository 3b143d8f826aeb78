import { describe, expect, it } from "vitest";
import { bytes, day, int, millis, moment, percent, prob, secs, shortHash, value } from "./format";

const plain = (s: string): string => s.replaceAll("\u202f", " ");

describe("numbers", () => {
  it("group digits", () => {
    expect(plain(int(1035619))).toBe("1 035 619");
    expect(plain(int(999))).toBe("999");
  });
  it("keep the digits that matter", () => {
    expect(value(0.5286)).toBe("0.53");
    expect(value(8.5)).toBe("8.5");
    expect(plain(value(18268.9))).toBe("18 269");
    expect(value(0.0001)).toBe("< 0.01");
    expect(value(Number.NaN)).toBe("–");
  });
  it("write shares", () => {
    expect(plain(percent(0.1085))).toBe("10.8 %");
    expect(plain(percent(1))).toBe("100 %");
    expect(plain(percent(0.0004))).toBe("0.04 %");
    expect(plain(percent(0.00004))).toBe("< 0.01 %");
    expect(plain(percent(0))).toBe("0 %");
  });
  it("write probabilities", () => {
    expect(prob(0.034)).toBe("0.034");
    expect(plain(prob(3.93e-7))).toBe("4 × 10⁻⁷");
    expect(prob(1e-123)).toBe("< 10⁻¹²");
    expect(prob(0)).toBe("< 10⁻¹²");
  });
  it("write sizes", () => {
    expect(plain(bytes(999))).toBe("999 B");
    expect(plain(bytes(12_345_678))).toBe("12.3 MB");
    expect(plain(bytes(999_999))).toBe("1 MB");
  });
});

describe("times", () => {
  it("write distances", () => {
    expect(plain(secs(8.5))).toBe("8.5 s");
    expect(plain(secs(200))).toBe("3 min 20 s");
    expect(plain(secs(3600))).toBe("1 h");
    expect(plain(secs(-59.9))).toBe("−60 s");
    expect(plain(secs(277_200))).toBe("3 d 5 h");
  });
  it("are UTC", () => {
    expect(moment("2023-11-17T05:23:44Z")).toBe("17 Nov 2023 05:23:44");
    expect(day(1_700_000_000_000_000)).toBe("14 Nov 2023");
  });
  it("say nothing where there is none", () => {
    expect(day(null)).toBe("–");
    expect(moment("when the polls closed")).toBe("–");
    expect(millis(Number.NaN)).toBeNull();
  });
  it("cut hashes", () => {
    expect(shortHash("0123456789abcdef")).toBe("0123456789ab…");
    expect(shortHash("abc")).toBe("abc");
  });
});

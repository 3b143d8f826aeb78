import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { FluentResource } from "@fluent/bundle";
import { describe, expect, it } from "vitest";

const root = new URL("..", import.meta.url).pathname;
const walk = (dir: string): string[] =>
  readdirSync(dir).flatMap((f) => (statSync(join(dir, f)).isDirectory() ? walk(join(dir, f)) : [join(dir, f)]));
const sources = walk(root).filter((f) => /\.(svelte|ts)$/.test(f) && !f.endsWith(".test.ts") && !f.endsWith(".mts"));
const text = readFileSync(join(root, "locales/en.ftl"), "utf8");
const ids = new Set(new FluentResource(text).body.map((m) => m.id));
const code = sources.map((f) => readFileSync(f, "utf8")).join("\n");

describe("words of the page", () => {
  it("are there for every id that is used", () => {
    const used = [...code.matchAll(/\bt\("([a-z0-9-]+)"/g)].map((m) => m[1] ?? "");
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((id) => !ids.has(id))).toEqual([]);
  });
  it("are all used", () => {
    const made = [...code.matchAll(/`([a-z-]+-)\$\{/g)].map((m) => m[1] ?? "");
    const unused = [...ids].filter((id) => !code.includes(`"${id}"`) && !made.some((prefix) => id.startsWith(prefix)));
    expect(unused).toEqual([]);
  });
  it("name nobody a program", () => {
    expect(text.toLowerCase()).not.toMatch(/\b(bots?|trolls?|fakes?)\b/);
  });
});

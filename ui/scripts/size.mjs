// How much a reader loads, compressed with brotli. More than the limits ends the build.
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const FIRST_LOAD_KIB = 60;
const WHOLE_KIB = 400;
const dist = fileURLToPath(new URL("../dist", import.meta.url));
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));

/** Files that a part needs before it runs. */
function needs(key, into = new Set()) {
  const part = manifest[key];
  if (!part || into.has(part.file)) return into;
  into.add(part.file);
  for (const css of part.css ?? []) into.add(css);
  for (const next of part.imports ?? []) needs(next, into);
  return into;
}
const walk = (dir) =>
  readdirSync(dir).flatMap((f) => (statSync(join(dir, f)).isDirectory() ? walk(join(dir, f)) : [join(dir, f)]));
const size = (file) => brotliCompressSync(readFileSync(join(dist, file))).length;

// The first page is the shell with the screen that opens.
const first = needs("index.html");
needs("src/screens/Overview.svelte", first);
first.add("index.html");
rmSync(join(dist, ".vite"), { recursive: true });
const all = walk(dist)
  .map((f) => relative(dist, f))
  .filter((f) => f !== "THIRD-PARTY.txt")
  .sort();

const kib = (n) => (n / 1024).toFixed(1).padStart(7);
for (const f of all) console.log(`${kib(size(f))} KiB  ${f}${first.has(f) ? "  (first load)" : ""}`);
const sum = (files) => [...files].reduce((n, f) => n + size(f), 0);
const parts = [
  ["first load", sum(first), FIRST_LOAD_KIB],
  ["whole workspace", sum(all), WHOLE_KIB],
];
let over = false;
for (const [name, n, limit] of parts) {
  over ||= n > limit * 1024;
  console.log(`${kib(n)} KiB  ${name} (brotli; at most ${limit} KiB)${n > limit * 1024 ? "  TOO LARGE" : ""}`);
}
process.exit(over ? 1 : 0);

// The licences of everything that is really in the built files, taken from the bundle itself.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const PERMISSIVE = new Set(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD", "Unlicense", "CC0-1.0"]);

/** Folder of the package that a module belongs to. */
function packageDir(id: string): string | null {
  const m = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll("\\", "/"));
  return m?.[1] ?? null;
}

/** Writes THIRD-PARTY.txt beside the page; a licence that is not permissive ends the build. */
export function notices(): Plugin {
  return {
    name: "daylight-notices",
    generateBundle(_options, bundle) {
      const dirs = new Set<string>();
      for (const part of Object.values(bundle)) {
        if (part.type !== "chunk") continue;
        for (const id of Object.keys(part.modules)) {
          const dir = packageDir(id);
          if (dir && existsSync(join(dir, "package.json"))) dirs.add(dir);
        }
      }
      const texts = [...dirs].map((dir) => {
        const about = JSON.parse(readFileSync(join(dir, "package.json"), "utf8")) as { name: string; version: string; license?: string };
        const licence = about.license ?? "none named";
        if (!PERMISSIVE.has(licence)) this.error(`${about.name} ${about.version} is under ${licence}, which may not be shipped`);
        const file = readdirSync(dir).find((f) => /^licen[cs]e(\.\w+)?$/i.test(f));
        const text = file ? readFileSync(join(dir, file), "utf8").trim() : `Licence: ${licence} (the package holds no text of it)`;
        return `${about.name} ${about.version} (${licence})\n\n${text}\n`;
      });
      texts.sort();
      const head = "The workspace of Daylight (Apache-2.0) contains parts of these packages.\n";
      this.emitFile({ type: "asset", fileName: "THIRD-PARTY.txt", source: [head, ...texts].join(`\n${"=".repeat(78)}\n\n`) });
    },
  };
}

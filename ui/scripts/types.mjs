// Types of the server's answers, from its own description. `--check` says whether the committed file is fresh.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapi, { astToString } from "openapi-typescript";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = process.env.DAYLIGHT_OPENAPI ?? here("../../docs/reference/openapi.json");
const target = here("../src/api/types.d.mts");

let description;
try {
  description = JSON.parse(readFileSync(source, "utf8"));
} catch (cause) {
  console.error(`error: ${source} cannot be read: ${cause.message}`);
  console.error("hint: `daylight serve --print-openapi` prints it");
  process.exit(1);
}
const text = `/* Made from docs/reference/openapi.json by \`npm run types\`; do not edit. */\n\n${astToString(await openapi(description))}`;
if (process.argv.includes("--check")) {
  let old = "";
  try {
    old = readFileSync(target, "utf8");
  } catch {
    // Missing is as stale as different.
  }
  if (old !== text) {
    console.error("error: src/api/types.d.mts is not what docs/reference/openapi.json gives");
    console.error("hint: npm run types");
    process.exit(1);
  }
  console.log("types: fresh");
} else {
  writeFileSync(target, text);
  console.log("types: written");
}

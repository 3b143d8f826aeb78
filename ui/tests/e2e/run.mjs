// The whole path in a real browser against the built binary: `npm run e2e`, or `npm run shots` for the pictures.
//
// DAYLIGHT_BIN names the binary; without it the debug or release build of this checkout is taken. What is missing is
// named and skipped. E2E_ONLY=path,axe,xss runs some parts; E2E_UI=DIR shows pages of a folder instead of the binary's.
import { existsSync } from "node:fs";
import { launch } from "./browser.mjs";
import { binary } from "./case.mjs";

const shots = process.argv.includes("--shots");
const name = shots ? "shots" : "e2e";

const bin = binary();
if (!bin) {
  console.log(`skipped: ${name}: no daylight binary; set DAYLIGHT_BIN`);
  process.exit(0);
}
const chromium = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((p) => p && existsSync(p));
if (!chromium) {
  console.log(`skipped: ${name}: no chromium; install it or set CHROMIUM`);
  process.exit(0);
}

const wanted = (shots ? ["shots"] : (process.env.E2E_ONLY ?? "path,axe,xss").split(",")).filter((p) => p !== "");
let failed = 0;
for (const part of wanted) {
  const started = Date.now();
  const browser = await launch(chromium);
  try {
    const { default: test } = await import(`./${part}.mjs`);
    const said = await test(browser, bin);
    console.log(`ok: ${part}: ${said} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
  } catch (cause) {
    failed++;
    console.error(`FAILED: ${part}: ${cause.stack ?? cause}`);
  } finally {
    await browser.close();
  }
}
process.exit(failed > 0 ? 1 : 0);

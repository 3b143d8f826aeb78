// A browser, and pages that tell everything that must not happen on them.
import { chromium } from "playwright-core";

const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
/** Longest wait for something to appear; a debug build on a busy machine is slow. */
export const PATIENCE_MS = Number(process.env.E2E_PATIENCE_MS ?? 120_000);

export function launch(executablePath) {
  return chromium.launch({ executablePath, args: ARGS });
}

/** A page of the workspace. `wrong` collects errors, violations of the policy, dialogs and requests to others. */
export async function open(browser, server, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const wrong = [];
  page.on("pageerror", (e) => wrong.push(`error: ${e.message}`));
  page.on("dialog", (d) => {
    wrong.push(`dialog: ${d.message()}`);
    void d.dismiss();
  });
  page.on("console", (m) => {
    const text = m.text();
    // A refused request is told by the page itself; the rest of what the console calls an error is one.
    if (m.type() === "error" && !/status of 4\d\d/.test(text)) wrong.push(`console: ${text}`);
  });
  page.on("request", (r) => {
    const url = r.url();
    if (!url.startsWith(server.origin) && !url.startsWith("blob:") && !url.startsWith("data:")) wrong.push(`request: ${url}`);
  });
  await page.goto(server.address);
  await page.getByRole("navigation").first().waitFor();
  return { context, page, wrong };
}

/** Goes to a screen and waits until it is there. */
export async function visit(page, server, hash) {
  await page.evaluate((h) => (location.hash = h), hash);
  await page.locator("main h1").first().waitFor();
  await settle(page);
}

/** Waits until nothing loads any more. */
export async function settle(page) {
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => document.querySelector("main .loading") === null);
}

export function check(condition, what) {
  if (!condition) throw new Error(what);
}

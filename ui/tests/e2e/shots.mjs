// Pictures of the screens for the documents: docs/img/NAME-WIDTH.png, light when wide and dark when narrow.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { check, open, visit } from "./browser.mjs";
import { repository } from "./case.mjs";
import { fill, furnished, places } from "./screens.mjs";

const SHOWN = ["sources", "overview", "accounts", "explore", "dossier", "report", "assessment"];

export default async function shots(browser, bin) {
  const { c, server } = await furnished(bin, "planted-everything", 0.1);
  const folder = process.env.SHOTS ?? join(repository, "docs/img");
  mkdirSync(folder, { recursive: true });
  try {
    let filled = false;
    let n = 0;
    for (const [theme, width, height] of [["light", 1440, 900], ["dark", 390, 844]]) {
      const { context, page, wrong } = await open(browser, server, { colorScheme: theme, viewport: { width, height } });
      if (!filled) await fill(page);
      filled = true;
      const all = await places(page);
      for (const name of SHOWN) {
        await visit(page, server, all[name]);
        // The drawing needs a frame to stand still after its data came.
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        await page.screenshot({ path: join(folder, `${name}-${width}.png`) });
        n++;
      }
      check(wrong.length === 0, wrong.join("\n"));
      await context.close();
    }
    return `${n} pictures in ${folder}`;
  } finally {
    await c.remove();
  }
}

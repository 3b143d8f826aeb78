// No violation of the rules of accessibility, on any screen, light and dark, wide and narrow.
import axe from "axe-core";
import { check, open, visit } from "./browser.mjs";
import { fill, furnished, places } from "./screens.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export default async function accessible(browser, bin) {
  const { c, server } = await furnished(bin);
  const broken = [];
  let n = 0;
  try {
    let filled = false;
    for (const [theme, width] of [["light", 1440], ["dark", 1440], ["light", 390], ["dark", 390]]) {
      const { context, page, wrong } = await open(browser, server, { colorScheme: theme, viewport: { width, height: width === 390 ? 844 : 900 } });
      if (!filled) await fill(page);
      filled = true;
      for (const [name, hash] of Object.entries(await places(page))) {
        await visit(page, server, hash);
        await look(page, `${name} ${theme} ${width}`, broken);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) broken.push(`${name} ${theme} ${width}: scrolls sideways (${wide})`);
        n++;
      }
      for (const key of ["?", "Control+k"]) {
        await page.keyboard.press(key);
        await page.getByRole("dialog").waitFor();
        await look(page, `${key} ${theme} ${width}`, broken);
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
        n++;
      }
      broken.push(...wrong);
      await context.close();
    }
    check(broken.length === 0, `${broken.length} found:\n${broken.join("\n")}`);
    return `${n} views without a violation`;
  } finally {
    await c.remove();
  }
}

async function look(page, where, broken) {
  await page.evaluate(axe.source);
  const result = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), TAGS);
  for (const v of result.violations) {
    broken.push(`${where}: ${v.id} (${v.help})\n${v.nodes.slice(0, 3).map((node) => `    ${node.target.join(" ")}: ${node.failureSummary?.split("\n").slice(1, 2).join("").trim() ?? ""}`).join("\n")}`);
  }
}

// Hostile text in every field that strangers write, on every screen: none of it runs, nothing is fetched from others.
import { check, open, settle, visit } from "./browser.mjs";
import { Case } from "./case.mjs";
import { payloads } from "./payloads.mjs";
import { fill, places } from "./screens.mjs";

const cell = (s) => `"${s.replaceAll('"', '""').replaceAll("\n", " ")}"`;

/** Posts of strangers, and of six accounts that share hostile links within seconds, so that results name them too. */
function table(list) {
  const rows = ["account_id,account_name,content_id,url,timestamp,platform,text"];
  list.forEach((p, i) => {
    rows.push([`${p}`, p, `x${i}`, `https://evil.example/${encodeURIComponent(p)}?${p.replaceAll(/\s/g, "+")}`, 1_700_000_000 + i * 3571, i % 9 === 0 ? p : "alpha", `${p} #${p}`].map((v) => cell(String(v))).join(","));
  });
  for (let i = 0; i < 60; i++) {
    const link = `https://shared.example/${encodeURIComponent(list[i] ?? "")}#${list[i]}`;
    for (let a = 0; a < 8; a++) rows.push([`run${a}<b>`, list[a], `r${i}-${a}`, link, 1_700_000_000 + i * 40_000 + a * 3, "alpha", `${list[i]} ${a}`].map((v) => cell(String(v))).join(","));
    for (let a = 0; a < 9; a++) rows.push([`fan${(i + a * 7) % 50}`, "", `f${i}-${a}`, link, 1_700_000_000 + i * 40_000 + 4000 + a * 977, "alpha", "I read it"].map((v) => cell(String(v))).join(","));
  }
  return `${rows.join("\n")}\n`;
}

/** How many run on a page that takes them for markup: without this the test could not fail. */
async function control(browser, list) {
  const page = await browser.newPage();
  let n = 0;
  await page.route("**", (route) => (route.request().url() === "http://control.example/" ? route.fulfill({ contentType: "text/html", body: "<p>" }) : route.abort()));
  for (let i = 0; i < list.length; i += 9) {
    await page.goto("http://control.example/");
    await page.evaluate((p) => (document.body.innerHTML = p), list[i]).catch(() => {});
    n += (await page.waitForFunction(() => window.fired === 1, undefined, { timeout: 150 }).then(() => 1, () => 0));
  }
  await page.close();
  return n;
}

export default async function hostile(browser, bin) {
  const list = payloads();
  check(list.length >= 200, `only ${list.length} payloads`);
  const would = await control(browser, list);
  check(would >= 5, `only ${would} payloads of the sample run where they may: the test proves nothing`);
  const c = new Case(bin);
  try {
    const server = await c.serve();
    const { page, wrong } = await open(browser, server);
    await page.exposeFunction("tell", (what) => wrong.push(what));
    const name = '"><img src=x onerror=window.fired=1>\u202egpj.csv';
    await visit(page, server, "#/sources");
    await page.getByTestId("files").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(table(list)) });
    await page.getByRole("button", { name: "Take it into the case" }).click();
    await page.getByTestId("outcome").waitFor();
    await visit(page, server, "#/overview");
    await page.getByRole("button", { name: "Analyse" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Analyse" }).click();
    await page.getByTestId("headline").waitFor();
    await settle(page);
    const n = await everywhere(page, server, list);
    check(!(await page.evaluate(() => "fired" in window)), "a payload ran");
    check(wrong.length === 0, wrong.slice(0, 20).join("\n"));
    return `${list.length} payloads in text, name, account, hashtag, link, platform and file name; ${n} views; ${would} of a sample of ${Math.ceil(list.length / 9)} run where they may`;
  } finally {
    await c.remove();
  }
}

async function everywhere(page, server, list) {
  const found = await page.evaluate(async () => (await (await fetch("/api/v1/overview")).json()).findings.length);
  check(found > 0, "the hostile group was not found, so its links were not shown");
  await fill(page);
  let n = 0;
  for (const hash of Object.values(await places(page))) {
    await visit(page, server, hash);
    // What is folded away is looked at too.
    await page.evaluate(() => document.querySelectorAll("main details").forEach((d) => (d.open = true)));
    await settle(page);
    n++;
  }
  // Every hostile post is opened, by the keys of an analyst.
  await visit(page, server, "#/explore?sort=oldest");
  for (let i = 0; i < 25; i++) await page.keyboard.press("j");
  for (let i = 0; i < list.length; i += 12) {
    await visit(page, server, `#/explore?q=${encodeURIComponent(list[i])}`);
    n++;
  }
  for (const kind of ["domain", "hashtag"]) {
    await visit(page, server, `#/entities?kind=${kind}`);
    await page.locator("main table button.link").first().click();
    await page.getByTestId("dossier").waitFor();
    n++;
  }
  await visit(page, server, "#/entities?kind=account");
  await page.locator("main table button.link").first().click();
  await page.getByRole("button", { name: "Reveal with a reason" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason", { exact: true }).fill("see that hostile names stay text");
  await dialog.getByLabel("Or: why this is no private person").fill("an invented account");
  await dialog.getByRole("button", { name: "Reveal with a reason" }).click();
  await dialog.getByText(/Shown until/).waitFor();
  return n + 1;
}

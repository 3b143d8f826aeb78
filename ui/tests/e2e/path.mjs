// What an analyst does: drop a file, look for groups, open one, open a pair, pin, write, hand out, verify.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check, open, settle, visit } from "./browser.mjs";
import { Case, repository } from "./case.mjs";

export default async function path(browser, bin) {
  const c = new Case(bin);
  try {
    const posts = c.simulate("planted-small", 0.1);
    const server = await c.serve();
    const { page, wrong } = await open(browser, server);
    check(!page.url().includes("token"), "the token stays in the address");

    await sources(page, server, [posts, join(repository, "testdata/exports/x_api.jsonl")]);
    const groups = await analyse(page, server);
    await network(page);
    await explore(page, server);
    const hash = await report(page, server);
    await reveal(page, server);
    check(wrong.length === 0, wrong.join("\n"));
    await c.stop();
    c.run("verify", c.dir);
    return `from two dropped files to ${groups} groups, a pair, pins and a page (${hash.slice(0, 12)}…); the case verifies`;
  } finally {
    await c.remove();
  }
}

async function sources(page, server, files) {
  await visit(page, server, "#/sources");
  // The first comes by the button, the second is dropped.
  await page.getByTestId("files").setInputFiles(files[0]);
  await page.getByText("posts.csv").first().waitFor();
  const text = readFileSync(files[1], "utf8");
  const transfer = await page.evaluateHandle((t) => {
    const data = new DataTransfer();
    data.items.add(new File([t], "x_api.jsonl"));
    return data;
  }, text);
  await page.getByTestId("drop").dispatchEvent("drop", { dataTransfer: transfer });
  await page.getByText("x_api.jsonl").first().waitFor();
  await page.getByRole("button", { name: /Take all 2 into the case/ }).click();
  await page.getByTestId("outcome").waitFor();
  check((await page.getByTestId("outcome").getByText("taken in").count()) === 2, "two files should have been taken in");
  await settle(page);
}

async function analyse(page, server) {
  await visit(page, server, "#/overview");
  await page.getByRole("button", { name: "Analyse" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Analyse" }).click();
  await page.getByTestId("headline").waitFor();
  const title = await page.getByTestId("headline").innerText();
  check(/groups? of accounts acted together more than chance explains/.test(title), `the headline is: ${title}`);
  const findings = page.getByTestId("finding");
  const n = await findings.count();
  check(n > 0, "no group is shown");
  const first = findings.first();
  await first.getByText("expected by chance").first().waitFor();
  await first.getByText("What else could explain it").waitFor();
  await page.getByText("What this cannot tell").waitFor();
  await first.getByRole("button", { name: "Pin", exact: true }).click();
  await first.getByRole("button", { name: "Pinned" }).waitFor();
  return n;
}

async function network(page) {
  await page.getByTestId("finding").first().getByRole("link", { name: "Open the group" }).click();
  await page.getByTestId("shown").waitFor();
  const shown = await page.getByTestId("shown").innerText();
  check(/\d+ of \d+ accounts/.test(shown.replace(/\u202f/g, "")), `how many are shown: ${shown}`);
  await page.getByRole("button", { name: /\d+ pairs$/ }).click();
  await page.getByTestId("edge-row").first().getByRole("button").click();
  const edge = page.getByTestId("edge");
  await edge.getByText("Posts side by side").waitFor();
  await edge.locator("ol li").first().waitFor();
  check((await edge.locator("ol li .post").count()) >= 2, "no posts side by side");
  await page.keyboard.press("s");
  await edge.getByRole("button", { name: /Pinned/ }).waitFor();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "GraphML" }).click();
  const graphml = readFileSync(await (await download).path(), "utf8");
  check(graphml.includes("<graphml"), "the network file is none");
}

async function explore(page, server) {
  await visit(page, server, "#/explore");
  await page.keyboard.press("/");
  await page.keyboard.type("polling");
  await page.keyboard.press("Enter");
  await settle(page);
  const found = await page.getByTestId("total").innerText();
  check(/^[1-9]/.test(found), `the search found: ${found}`);
  await page.locator("main").first().click({ position: { x: 5, y: 5 } });
  await page.keyboard.press("j");
  const post = page.getByTestId("post");
  await post.getByText("Where it comes from").waitFor();
  check(/[0-9a-f]{64}/.test(await post.innerText()), "the post does not name its original");
}

async function report(page, server) {
  await visit(page, server, "#/report");
  check((await page.getByTestId("pin").count()) === 2, "both pins should stand in the report");
  await page.getByRole("button", { name: "Start the report" }).click();
  const text = page.getByTestId("block").first().getByRole("textbox");
  await text.fill("It is proved that these accounts are run by one hand.");
  await page.getByTestId("block").first().getByRole("status").first().waitFor();
  await text.fill("These accounts met far more often than chance explains.");
  await page.getByLabel("TLP:GREEN").check();
  await page.locator('[data-testid=saved][data-state="saved"]').waitFor();
  await settle(page);
  await page.getByTestId("redaction").getByText(/TLP:GREEN/).waitFor();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Page (HTML)" }).click();
  const bytes = readFileSync(await (await download).path());
  const hash = createHash("sha256").update(bytes).digest("hex");
  await page.getByTestId("made").getByText(hash).waitFor();
  const html = bytes.toString("utf8");
  check(html.includes("far more often than chance explains"), "the page does not hold the text");
  check(!/<script/i.test(html), "the page holds a script");
  return hash;
}

async function reveal(page, server) {
  await visit(page, server, "#/entities?kind=account");
  await page.locator("main table button.link").first().click();
  const dossier = page.getByTestId("dossier");
  await dossier.getByRole("button", { name: "Reveal with a reason" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason", { exact: true }).fill("check whether this is an account of the fixture");
  await dialog.getByLabel("Or: why this is no private person").fill("an invented account");
  await dialog.getByRole("button", { name: "Reveal with a reason" }).click();
  await dialog.getByText(/Shown until/).waitFor();
  await page.keyboard.press("Escape");
  await dossier.getByText("check whether this is an account of the fixture").waitFor();
}

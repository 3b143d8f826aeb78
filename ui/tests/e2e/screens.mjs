// A case with something on every screen, and where the screens are.
import { join } from "node:path";
import { Case, repository } from "./case.mjs";

/** A case with a result, pins, a report and a record, served. */
export async function furnished(bin, scenario = "planted-small", scale = 0.1) {
  const c = new Case(bin);
  c.import(c.simulate(scenario, scale));
  c.import(c.write("texts.csv", texts()));
  c.run("case", "add", c.dir, join(repository, "testdata/casework/case.toml"), ...c.unlock());
  c.run("run", c.dir, "--out", join(c.dir, "runs", "first"));
  const server = await c.serve();
  return { c, server };
}

/** Posts with words in several languages and hidden characters, of nobody. */
export function texts() {
  const rows = ["account_id,content_id,timestamp,platform,text"];
  const say = [
    "The polls in Example Town close at nine, not at six. #vote",
    "The polls in Example Town close at ten, not at six. #vote",
    "Die Wahllokale in Beispielstadt schließen um neun. #wahl",
    "Les bureaux de vote ferment à neuf heures. https://news.example/a",
    "تغلق مراكز الاقتراع في الساعة التاسعة",
    "hidden \u202ereversed\u202c and zero\u200bwidth",
  ];
  for (let i = 0; i < 120; i++) {
    rows.push(`text${i % 30},t${i},${1_700_006_400 + i * 5000},alpha,"${say[i % say.length]} ${i % 4 === 0 ? "" : `no ${i}`}"`);
  }
  return `${rows.join("\n")}\n`;
}

/** Pins and a report, made through the page's own requests. */
export async function fill(page) {
  await page.evaluate(async () => {
    const send = async (path, body) => {
      const r = await fetch(`/api/v1${path}`, { method: "POST", headers: { "content-type": "application/json", "x-daylight": "1" }, body: JSON.stringify(body) });
      return r.status < 300 ? r.json() : Promise.reject(new Error(`${path}: ${r.status} ${await r.text()}`));
    };
    const overview = await (await fetch("/api/v1/overview")).json();
    const post = (await (await fetch("/api/v1/posts?limit=1")).json()).items[0];
    const pins = [
      await send("/pins", { kind: "finding", target: String(overview.findings[0].group), run: overview.run.id, tags: [] }),
      await send("/pins", { kind: "post", target: post.id, tags: [] }),
    ];
    const report = await (await fetch("/api/v1/report")).json();
    await send("/report", {
      version: report.version, title: "Accounts that acted together", audience: "the election office", tlp: "green",
      blocks: [
        { kind: "judgment", text: "These accounts met far more often than chance explains." },
        { kind: "heading", text: "What was seen" },
        ...pins.map((p) => ({ kind: "pin", pin: p.id, text: "They met within seconds, again and again." })),
        { kind: "method", text: "" },
      ],
    });
  });
}

/** Addresses of all screens and of what opens on them. */
export async function places(page) {
  const found = await page.evaluate(async () => {
    const get = async (path) => (await fetch(`/api/v1${path}`)).json();
    const overview = await get("/overview");
    const group = overview.findings[0]?.group ?? 1;
    const network = await get(`/runs/latest/network?level=accounts&group=${group}`);
    const posts = (await get("/posts?limit=2")).items.map((p) => p.id);
    const accounts = (await get("/entities?kind=account&limit=3")).items.map((e) => e.id);
    const record = (await get("/records?type=judgment&limit=1")).items[0]?.id;
    return { group, edge: network.edges[0]?.id ?? 0, posts, accounts, record };
  });
  return {
    sources: "#/sources",
    overview: "#/overview",
    groups: "#/network",
    accounts: `#/network?level=accounts&group=${found.group}`,
    edge: `#/network?level=accounts&group=${found.group}&edge=${found.edge}`,
    explore: "#/explore",
    post: `#/explore?post=${found.posts[0]}&with=${found.posts[1]}`,
    texts: "#/explore?view=texts",
    entities: "#/entities",
    dossier: `#/entities?kind=account&id=${found.accounts[0]}`,
    compare: `#/entities?kind=account&view=compare&compare=${found.accounts.join(",")}`,
    report: "#/report",
    records: "#/assessment?view=all",
    assessment: found.record ? `#/assessment?id=${found.record}` : "#/assessment",
    matrix: "#/assessment?view=matrix",
  };
}

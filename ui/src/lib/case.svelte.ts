/** What all screens share: who looks, the case, the result in view, work under way, pins. */

import { ApiError, get, post, raw, type Schemas } from "../api/client";
import { t } from "./i18n";
import { Load } from "./load.svelte";
import { place } from "./router.svelte";
import { toast } from "./toasts.svelte";

export const session = new Load<Schemas["Session"]>();
export const summary = new Load<Schemas["CaseSummary"]>();
export const overview = new Load<Schemas["Overview"]>();
export const pins = new Load<Schemas["Pins"]>();
/** The piece of work under way or just ended. */
export const work = $state<{ job: Schemas["Job"] | null }>({ job: null });

const TOKEN = /^#token=([A-Za-z0-9_-]+)$/;

/** Exchanges the token of the printed address for a cookie, and takes it out of the address. */
export async function enter(): Promise<void> {
  const token = TOKEN.exec(location.hash)?.[1];
  if (token !== undefined) {
    history.replaceState(null, "", "#/overview");
    place.screen = "overview";
    place.params = {};
  }
  await session.ask(async (signal) => {
    if (token !== undefined) await post("/api/v1/session", { body: { token }, signal });
    return get("/api/v1/session", { signal });
  });
  if (session.value) {
    await refresh();
    await resume();
  }
}

/** Whether the server wants a token that this page does not have. */
export function isStranger(): boolean {
  return session.error instanceof ApiError && (session.error.status === 401 || session.error.status === 403);
}

/** Reads the case and the pins again. */
export async function refresh(): Promise<void> {
  await Promise.all([summary.ask((signal) => get("/api/v1/case", { signal })), loadPins()]);
}

/** The result in view: the one of the address, else the newest. */
export function runId(): string | null {
  return place.params.run ?? summary.value?.runs[0]?.id ?? null;
}

/** Reads the result in view. */
export async function loadOverview(run: string | null): Promise<void> {
  await overview.ask((signal) => get("/api/v1/overview", { query: run === null ? {} : { run }, signal }));
}

export async function loadPins(): Promise<void> {
  await pins.ask((signal) => get("/api/v1/pins", { signal }));
}

const isOver = (job: Schemas["Job"]): boolean => job.state === "done" || job.state === "failed" || job.state === "cancelled";

/** Takes up work that was under way when the page was opened. */
async function resume(): Promise<void> {
  try {
    const jobs = await get("/api/v1/jobs");
    const running = jobs.items.find((j) => !isOver(j));
    if (running) void follow(running);
  } catch {
    // Without the list the page works all the same; the next order shows what is wrong.
  }
}

/** Follows work to its end; the case is read again then. */
export async function follow(job: Schemas["Job"]): Promise<Schemas["Job"]> {
  work.job = job;
  let now = job;
  let misses = 0;
  while (!isOver(now)) {
    await new Promise((done) => setTimeout(done, 500));
    try {
      now = await get("/api/v1/jobs/{id}", { path: { id: job.id } });
      misses = 0;
      work.job = now;
    } catch (cause) {
      // A machine that is hard at work may miss an answer or two.
      if (++misses > 5) throw cause;
    }
  }
  await refresh();
  if (now.state === "failed") toast(now.message ?? t("job-failed"), "error");
  else if (now.state === "done") toast(now.kind === "run" ? t("job-run-done") : t("job-import-done", { kept: now.import?.kept ?? 0 }));
  return now;
}

/** Stops the work under way. */
export async function cancel(): Promise<void> {
  const job = work.job;
  if (!job) return;
  await post("/api/v1/jobs/{id}/cancel", { path: { id: job.id } }).catch(tell);
}

/** Shows an error that no place on the screen belongs to. */
export function tell(cause: unknown): void {
  const api = cause instanceof ApiError ? cause : null;
  toast(api ? [api.message, api.remedy].filter(Boolean).join(" ") : String(cause), "error");
}

/** The pin of a thing, if there is one. */
export function pinOf(kind: Schemas["PinKind"], target: string, run?: string | null): Schemas["Pin"] | null {
  return pins.value?.items.find((p) => p.kind === kind && p.target === target && (!run || !p.run || p.run === run)) ?? null;
}

/** Pins a thing, or takes the pin away; both can be undone. */
export async function togglePin(order: Schemas["PinOrder"]): Promise<void> {
  const old = order.target ? pinOf(order.kind, order.target, order.run ?? null) : null;
  try {
    if (old) {
      await post("/api/v1/pins/{id}/remove", { path: { id: old.id } });
      undo.last = () => post("/api/v1/pins", { body: order }).then(loadPins);
      toast(t("pin-removed"), "done", { label: t("undo"), run: runUndo });
    } else {
      const made = await post("/api/v1/pins", { body: order });
      undo.last = () => post("/api/v1/pins/{id}/remove", { path: { id: made.id } }).then(loadPins);
      toast(t("pin-added"), "done", { label: t("undo"), run: runUndo });
    }
    await loadPins();
  } catch (cause) {
    tell(cause);
  }
}

const undo: { last: (() => Promise<void>) | null } = { last: null };

/** Takes the last change back. */
export function runUndo(): void {
  const last = undo.last;
  undo.last = null;
  if (last) last().catch(tell);
  else toast(t("undo-nothing"));
}

/** Saves an answer of the server as a file. */
export async function save(url: string, name: string): Promise<void> {
  try {
    const response = await raw("GET", url);
    saveBlob(await response.blob(), name);
  } catch (cause) {
    tell(cause);
  }
}

/** Saves something that the page made as a file. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const a = document.createElement("a");
  a.href = url;
  a.download = name;
  a.click();
  // The browser has its own hold on it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

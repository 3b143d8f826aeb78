/** Where a pinned thing is shown. */

import type { Schemas } from "../api/client";
import { address, parse } from "./route";

const SCREEN: Partial<Record<Schemas["PinKind"], string>> = { search: "explore", network: "network" };

/** The address of what was pinned; `null` when there is no screen for it. */
export function placeOfPin(pin: Schemas["Pin"]): string | null {
  const target = pin.target ?? "";
  const run: Record<string, string> = pin.run ? { run: pin.run } : {};
  const screen = SCREEN[pin.kind];
  if (screen) return address(screen, { ...parse(`#/${screen}?${pin.query ?? ""}`)?.params, ...run });
  if (pin.kind === "post") return address("explore", { post: target });
  if (pin.kind === "finding") return address("network", { level: "accounts", group: target, ...run });
  if (pin.kind === "account" || pin.kind === "domain") return address("entities", { kind: pin.kind, id: target });
  if (pin.kind === "record") return address("assessment", { id: target });
  if (pin.kind === "edge") return address("network", { level: "accounts", ...parse(`#/network?${pin.query ?? ""}`)?.params, edge: target, ...run });
  return null;
}

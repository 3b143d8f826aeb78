/** Plain words for what the server names by stable codes. A code that is new to the page is shown as it is. */

import { t, tOr } from "./i18n";

const slug = (s: string): string => s.toLowerCase().replace(/[^a-z0-9]+/g, "-");

/** A kind of object: `url` becomes "links". */
export function layerName(kind: string): string {
  return tOr(`layer-${slug(kind)}`, kind);
}

/** What a group is called. */
export function labelName(label: string): string {
  return tOr(`label-${slug(label)}`, label);
}

/** Whether no ordinary explanation that was measured fits. */
export function isUnexplained(label: string): boolean {
  return label === "unexplained";
}

/** An ordinary explanation. */
export function hintName(kind: string): string {
  return tOr(`hint-${slug(kind)}`, kind);
}

/** What became of a pair. */
export function standingName(standing: string): string {
  return tOr(`standing-${slug(standing)}`, standing);
}

/** Class of the colour of a group. */
export function groupClass(group: number | null | undefined): string {
  return group === null || group === undefined ? "gn" : `g${(Math.max(group, 1) - 1) % 8}`;
}

/** "Group 3". */
export function groupName(group: number): string {
  return t("group-n", { n: String(group) });
}

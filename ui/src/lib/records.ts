/** Fields of records between the server and forms. */

import type { Schemas } from "../api/client";

type Kind = Schemas["ShapeKind"];

/** Kinds that one line of text can hold; the rest is written as JSON. */
export function isSimple(kind: Kind): boolean {
  return ["text", "int", "bool", "day", "time", "enum", "marking", "country", "language", "ocd_id", "sha256", "ref"].includes(kind.kind);
}

/** Whether it is a list of such: one a line. */
export function isLines(kind: Kind): boolean {
  const item = kind.items?.[0];
  return kind.kind === "list" && item !== undefined && isSimple(item) && !["int", "bool"].includes(item.kind);
}

/** What a form shows for a value. */
export function toText(kind: Kind, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (isLines(kind) && Array.isArray(value)) return value.map(String).join("\n");
  if (isSimple(kind)) return String(value);
  return JSON.stringify(value, null, 2);
}

/** The value that a form holds: absent when empty. Throws with the reason when it cannot be read. */
export function fromText(kind: Kind, text: string): unknown {
  const s = text.trim();
  if (s === "") return undefined;
  if (kind.kind === "int") {
    if (!/^-?\d{1,15}$/.test(s)) throw new Error("not a whole number");
    return Number(s);
  }
  if (kind.kind === "bool") return s === "true";
  if (isSimple(kind)) return s;
  if (isLines(kind)) return s.split("\n").map((l) => l.trim()).filter((l) => l !== "");
  return JSON.parse(s) as unknown;
}

/** Fields to send: new ones as they are, for a change also `null` for what was emptied. */
export function fieldsOf(shape: Schemas["RecordShape"], texts: Record<string, string>, old: Record<string, unknown> | null): { fields: Record<string, unknown>; wrong: Record<string, string> } {
  const fields: Record<string, unknown> = {};
  const wrong: Record<string, string> = {};
  for (const field of shape.fields) {
    const text = texts[field.name] ?? "";
    try {
      const value = fromText(field.value, text);
      const before = old?.[field.name];
      if (old && JSON.stringify(value) === JSON.stringify(before)) continue;
      if (value !== undefined) fields[field.name] = value;
      else if (before !== undefined && before !== null) fields[field.name] = null;
    } catch (cause) {
      wrong[field.name] = cause instanceof Error ? cause.message : String(cause);
    }
  }
  return { fields, wrong };
}

/** A value as text for reading, without more depth than anybody writes. */
export function isPlain(value: unknown): value is string | number | boolean | null {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

/** Words of the page, from Fluent files. */

import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import en from "../locales/en.ftl?raw";

// Marks of isolation are left out: what comes from strangers is shown by `Foreign`, never through a message.
const bundle = new FluentBundle("en", { useIsolating: false });
bundle.addResource(new FluentResource(en));

/** The message with this id; the id itself when there is none, so that the gap is seen. */
export function t(id: string, args?: Record<string, FluentVariable>): string {
  const message = bundle.getMessage(id);
  return message?.value ? bundle.formatPattern(message.value, args ?? null, []) : id;
}

/** Whether there is such a message: for codes that a newer server may have added. */
export function has(id: string): boolean {
  return bundle.hasMessage(id);
}

/** The message, or the given text when there is none. */
export function tOr(id: string, other: string): string {
  return has(id) ? t(id) : other;
}

/** Keys: one table that the page obeys, the help shows and the palette offers. */

export interface Command {
  id: string;
  /** As shown: `/`, `j`, `Ctrl+K`. */
  keys: string[];
  label: string;
  run: () => void;
}

const SINGLE = "daylight.single-keys";

function remembered(): boolean {
  try {
    return localStorage.getItem(SINGLE) !== "off";
  } catch {
    return true;
  }
}

/** Single keys can be switched off: people who speak to their computer would trip over them. */
export const keyboard = $state({ single: remembered() });

// Plain on purpose: whoever shows the commands reads them once, when it opens.
const stack: Command[][] = [];

/** Switches single keys on or off. */
export function setSingle(on: boolean): void {
  keyboard.single = on;
  try {
    localStorage.setItem(SINGLE, on ? "on" : "off");
  } catch {
    // Not remembered, still applied.
  }
}

/** Adds commands while a screen is shown; the returned function takes them away. */
export function offer(commands: Command[]): () => void {
  stack.push(commands);
  return () => {
    const i = stack.indexOf(commands);
    if (i >= 0) stack.splice(i, 1);
  };
}

/** All commands, those of the screen first. */
export function commands(): Command[] {
  return [...stack].reverse().flat();
}

/** The key of an event as the table writes it. */
export function keyName(e: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): string {
  const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
  return e.ctrlKey || e.metaKey ? `Ctrl+${key.toUpperCase()}` : e.altKey ? `Alt+${key}` : key;
}

/** Whether an event is typing into a field. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Runs the command of a key; true when there was one. */
export function press(e: KeyboardEvent): boolean {
  const name = keyName(e);
  const plain = !name.startsWith("Ctrl+") && !name.startsWith("Alt+");
  if (plain && (!keyboard.single || typing(e.target))) return false;
  if (plain && document.querySelector("dialog[open]")) return false;
  const found = commands().find((c) => c.keys.includes(name));
  if (!found) return false;
  e.preventDefault();
  found.run();
  return true;
}

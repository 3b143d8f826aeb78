/** Short notices that leave by themselves; errors stay until closed. */

export interface Toast {
  id: number;
  kind: "done" | "error";
  text: string;
  /** What a click on the button does, for "undo". */
  action?: { label: string; run: () => void } | undefined;
}

export const toasts = $state<Toast[]>([]);
let last = 0;

/** Shows a notice. */
export function toast(text: string, kind: Toast["kind"] = "done", action?: Toast["action"]): void {
  const id = ++last;
  toasts.push({ id, kind, text, action });
  if (toasts.length > 4) toasts.shift();
  if (kind === "done") setTimeout(() => dismiss(id), action ? 9000 : 5000);
}

/** Removes a notice. */
export function dismiss(id: number): void {
  const i = toasts.findIndex((t) => t.id === id);
  if (i >= 0) toasts.splice(i, 1);
}

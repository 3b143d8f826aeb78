/** Light, dark, or as the system says. */

export type Theme = "system" | "light" | "dark";
const ORDER: Theme[] = ["system", "light", "dark"];
const KEY = "daylight.theme";

function stored(): Theme {
  try {
    const found = localStorage.getItem(KEY);
    return ORDER.find((t) => t === found) ?? "system";
  } catch {
    // Storage may be switched off; the system decides then.
    return "system";
  }
}

const system = matchMedia("(prefers-color-scheme: dark)");

export const theme = $state({ choice: stored(), dark: false });

function apply(): void {
  theme.dark = theme.choice === "system" ? system.matches : theme.choice === "dark";
  document.documentElement.dataset.theme = theme.dark ? "dark" : "light";
}

system.addEventListener("change", apply);
apply();

/** The next of system, light, dark. */
export function nextTheme(): void {
  setTheme(ORDER[(ORDER.indexOf(theme.choice) + 1) % ORDER.length] ?? "system");
}

/** Chooses and remembers. */
export function setTheme(choice: Theme): void {
  theme.choice = choice;
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // Not remembered, still applied.
  }
  apply();
}

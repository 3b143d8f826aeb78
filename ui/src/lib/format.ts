/** Numbers and times as they are read, the same everywhere and in every browser. */

/** Narrow no-break space between groups of three digits, as in the reports. */
const GAP = "\u202f";

/** `2 210`. */
export function int(n: number): string {
  return Math.round(n)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, GAP);
}

/** Two or three significant digits: `0.53`, `8.5`, `18 269`. */
export function value(x: number): string {
  if (!Number.isFinite(x)) return "–";
  const a = Math.abs(x);
  if (a >= 100) return int(x);
  if (a === 0) return "0";
  if (a < 0.005) return "< 0.01";
  return String(Number(a >= 10 ? x.toFixed(1) : x.toFixed(2)));
}

/** A share between 0 and 1 as percent: `10.9 %`; more digits where they matter. */
export function percent(x: number): string {
  if (!Number.isFinite(x)) return "–";
  const p = x * 100;
  if (p > 0 && p < 0.01) return `< 0.01${GAP}%`;
  const digits = p >= 10 || p === 0 ? (p >= 99.95 || p === 0 ? 0 : 1) : p >= 1 ? 1 : 2;
  return `${Number(p.toFixed(digits))}${GAP}%`;
}

const SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A probability: `0.03`, `4 × 10⁻⁷`; nobody reads more than twelve places. */
export function prob(p: number): string {
  if (!Number.isFinite(p)) return "–";
  if (p >= 0.001 || p === 0) return p === 0 ? `< 10⁻¹²` : String(Number(p.toPrecision(2)));
  if (p < 1e-12) return `< 10⁻¹²`;
  const exponent = Math.floor(Math.log10(p));
  const mantissa = Number((p / 10 ** exponent).toPrecision(1));
  const digits = String(-exponent)
    .split("")
    .map((d) => SUPER[Number(d)])
    .join("");
  return `${mantissa}${GAP}×${GAP}10⁻${digits}`;
}

/** A distance in time: `0.4 s`, `8.5 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function secs(s: number): string {
  const a = Math.abs(s);
  const sign = s < 0 ? "−" : "";
  if (a < 60) return `${sign}${Number(a.toFixed(a < 10 ? 1 : 0))}${GAP}s`;
  const unit = (n: number, u: string): string => (n === 0 ? "" : ` ${n}${GAP}${u}`);
  const whole = Math.round(a);
  if (a < 3600) return `${sign}${Math.floor(whole / 60)}${GAP}min${unit(whole % 60, "s")}`;
  if (a < 86400) return `${sign}${Math.floor(whole / 3600)}${GAP}h${unit(Math.floor((whole % 3600) / 60), "min")}`;
  return `${sign}${Math.floor(whole / 86400)}${GAP}d${unit(Math.floor((whole % 86400) / 3600), "h")}`;
}

/** `12.3 MB`, by thousands. */
export function bytes(n: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let i = 0;
  let x = n;
  while (x >= 999.5 && i < units.length - 1) {
    x /= 1000;
    i++;
  }
  return `${i === 0 || x >= 100 ? Math.round(x) : Number(x.toFixed(1))}${GAP}${units[i]}`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (n: number): string => String(n).padStart(2, "0");

/** Milliseconds of a time given as text or as microseconds; `null` when it is none. */
export function millis(time: string | number | null | undefined): number | null {
  if (time === null || time === undefined) return null;
  const ms = typeof time === "number" ? time / 1000 : Date.parse(time);
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? ms : null;
}

/** `17 Nov 2023`, always UTC. */
export function day(time: string | number | null | undefined): string {
  const ms = millis(time);
  if (ms === null) return "–";
  const d = new Date(ms);
  return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()] ?? ""} ${d.getUTCFullYear()}`;
}

/** `17 Nov 2023 05:23:44`, always UTC. */
export function moment(time: string | number | null | undefined): string {
  const ms = millis(time);
  if (ms === null) return "–";
  const d = new Date(ms);
  return `${day(time)} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
}

/** First characters of a hash, enough to compare by eye. */
export function shortHash(h: string): string {
  return h.length > 14 ? `${h.slice(0, 12)}…` : h;
}

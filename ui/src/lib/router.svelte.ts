/** Which screen is shown, kept in the part of the address behind `#`. */

import { address, parse, type Params, type Place } from "./route";

const START: Place = { screen: "overview", params: {} };

export const place = $state<Place>(parse(location.hash) ?? { ...START });

addEventListener("hashchange", () => {
  const next = parse(location.hash) ?? START;
  place.screen = next.screen;
  place.params = next.params;
});

/** Goes to a screen. */
export function go(screen: string, params: Params = {}): void {
  location.hash = address(screen, params);
}

/** Changes some parameters of this screen; `undefined` removes. Typing replaces, choices add to the history. */
export function patch(change: Record<string, string | undefined>, replace = false): void {
  const params: Params = { ...place.params };
  for (const [k, v] of Object.entries(change)) {
    if (v === undefined || v === "") delete params[k];
    else params[k] = v;
  }
  const next = address(place.screen, params);
  if (next === location.hash) return;
  if (replace) {
    history.replaceState(null, "", next);
    place.params = params;
  } else {
    location.hash = next;
  }
}

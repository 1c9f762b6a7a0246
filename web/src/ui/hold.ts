/** Holding a key for HOLD_MS turns it; letting go earlier undoes it. Times are milliseconds of one monotonic clock. */

export const HOLD_MS = 2_000;

export type Hold =
  | { readonly at: "rest" }
  | { readonly at: "held"; readonly since: number; readonly by: string }
  | { readonly at: "turned" };

export type HoldEvent =
  | { readonly kind: "down"; readonly by: string; readonly now: number }
  | { readonly kind: "up"; readonly by: string; readonly now: number }
  | { readonly kind: "slip" }
  | { readonly kind: "due"; readonly now: number };

/** `by` names the finger or key that holds: another one going up does not let go. */
export function reduceHold(hold: Hold, event: HoldEvent): Hold {
  if (event.kind === "slip") return { at: "rest" };
  if (event.kind === "down") return hold.at === "rest" ? { at: "held", since: event.now, by: event.by } : hold;
  if (hold.at !== "held") return hold.at === "turned" && event.kind === "up" ? { at: "rest" } : hold;
  const isDue = event.now - hold.since >= HOLD_MS;
  if (event.kind === "due") return isDue ? { at: "turned" } : hold;
  return event.by === hold.by ? { at: "rest" } : hold;
}

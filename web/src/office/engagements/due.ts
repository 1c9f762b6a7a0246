import type { components } from "../../api/schema";

export type Promised = components["schemas"]["Commitment"];

const DAY_US = 86_400_000_000;
const at = (day: string): number => Date.parse(`${day}T12:00:00Z`) * 1000;

export interface Due {
  readonly said: number;
  readonly first: number;
  readonly last: number | null;
  /** Whole days over the last one, for what is still open; else 0. */
  readonly late: number;
}

/** The window of a promise as instants (noon, so that every zone prints the same day), and how late it is on `today`. */
export function dueOf(promised: Promised, today: string): Due {
  const last = promised.due_last ? at(promised.due_last) : null;
  const isOpen = promised.state === "open" || promised.state === "late" || promised.state === undefined;
  return {
    said: at(promised.said_on),
    first: promised.due_first ? at(promised.due_first) : 0,
    last,
    late: isOpen && last !== null ? Math.max(0, Math.round((at(today) - last) / DAY_US)) : 0,
  };
}

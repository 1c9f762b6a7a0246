import type { RequestListed } from "./api";

const DAY_MS = 86_400_000;

export interface Deadline {
  /** Whole days until the last one; below zero when it is over. Null: no day is named. */
  readonly days: number | null;
  readonly look: "plain" | "warn" | "bad" | "ok";
}

/** Soon enough to be marked. */
const SOON = 14;

/** How long there is to answer, on the day `today` ("2027-03-09"). */
export function deadlineOf(request: Pick<RequestListed, "due_last" | "late" | "state">, today: string): Deadline {
  const last = request.due_last;
  const days = last ? Math.round((Date.parse(last) - Date.parse(today)) / DAY_MS) : null;
  if (request.late) return { days, look: "bad" };
  if (request.state === "replied") return { days, look: "ok" };
  return { days, look: days !== null && days <= SOON ? "warn" : "plain" };
}

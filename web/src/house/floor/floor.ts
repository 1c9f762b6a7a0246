import type { Instant, SeatId, ShownFloor, View } from "../../api/model";

const SECOND_US = 1_000_000;
const WARN_US = 30 * SECOND_US;

/** The time of whoever has the floor. All in microseconds. */
export interface Running {
  readonly elapsed: number;
  /** Null: no limit was set. */
  readonly limit: number | null;
  readonly warn: boolean;
  readonly over: boolean;
}

export function running(floor: ShownFloor, now: Instant): Running | null {
  if (floor.holder === null) return null;
  const elapsed = Math.max(0, now - floor.since);
  const limit = floor.seconds > 0 ? floor.seconds * SECOND_US : null;
  const left = limit === null ? Number.POSITIVE_INFINITY : limit - elapsed;
  return { elapsed, limit, warn: left <= WARN_US && left > 0, over: left <= 0 };
}

/** What this person's own floor button does. */
export type FloorAct = "ask" | "withdraw" | "yield" | null;

export function floorAct(view: View): FloorAct {
  const { floor, me, can } = view;
  if (floor.holder === me.seat) return "yield";
  if (floor.waiting.some((waiting) => waiting.seat === me.seat)) return "withdraw";
  return "ask_floor" in can ? "ask" : null;
}

/** Minutes offered when giving the floor; 0 = no limit. */
export const GIVEN_MINUTES = [0, 1, 2, 4, 10] as const;

export const nameOf = (view: View, seat: SeatId | null): string =>
  view.seats.find((s) => s.seat === seat)?.person ?? "";

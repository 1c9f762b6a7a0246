import type { DoorState, Instant } from "../../api/model";
import { SPOKEN_SECONDS } from "./countdown";

/** What can be spoken about the doors at one moment. */
export interface Moment {
  readonly door: DoorState;
  readonly since: Instant | null;
  /** The page cannot know the state: its stream is silent or it slept. */
  readonly stale: boolean;
  readonly inClosed: boolean;
  readonly strangers: boolean;
  /** The first chamber of the meeting is being proven: nothing is replaced. */
  readonly convening: boolean;
  /** Who asked to open, while an ask stands. */
  readonly askedBy: string | null;
  /** The meeting has not been on the record yet: it opens, it does not re-open. */
  readonly first: boolean;
  readonly seconds: number | null;
}

type Plain =
  | "stale"
  | "closing"
  | "moving"
  | "convening"
  | "not_dark"
  | "recess"
  | "not_known"
  | "ended"
  | "doors_closed"
  | "in_closed"
  | "strangers"
  | "stopped";

export type Announcement =
  | { readonly say: Plain }
  | { readonly say: "on_air"; readonly since: Instant }
  | { readonly say: "asked"; readonly by: string; readonly first: boolean }
  | { readonly say: "seconds"; readonly seconds: number; readonly first: boolean };

const STATES: readonly Plain[] = ["closing", "moving", "not_dark", "recess", "not_known", "ended", "doors_closed"];

/** What to say, assertively and once, on the way from one moment to the next. `before` is null at the first. */
export function announce(before: Moment | null, now: Moment): readonly Announcement[] {
  if (now.stale) return before?.stale ? [] : [{ say: "stale" }];
  const known = before === null || before.stale ? null : before;
  return [...ofState(known, now), ...ofOpening(known, now), ...ofDevice(known, now)];
}

function ofState(before: Moment | null, { door, since, convening }: Moment): readonly Announcement[] {
  if (before?.door === door) return [];
  if (door === "on_air") return since === null ? [] : [{ say: "on_air", since }];
  if (convening) return [{ say: "convening" }];
  const spoken = STATES.find((name) => name === door);
  return spoken === undefined ? [] : [{ say: spoken }];
}

function ofOpening(before: Moment | null, { askedBy, first, seconds, door }: Moment): readonly Announcement[] {
  const said: Announcement[] = [];
  if (askedBy !== null && before?.askedBy !== askedBy) said.push({ say: "asked", by: askedBy, first });
  if (
    askedBy === null &&
    before !== null &&
    before.askedBy !== null &&
    before.door === "opening" &&
    door !== "opening" &&
    door !== "on_air"
  ) {
    said.push({ say: "stopped" });
  }
  if (seconds !== null && seconds !== before?.seconds && SPOKEN_SECONDS.has(seconds))
    said.push({ say: "seconds", seconds, first });
  return said;
}

function ofDevice(before: Moment | null, { inClosed, strangers }: Moment): readonly Announcement[] {
  const said: Announcement[] = [];
  if (inClosed && before?.inClosed !== true) said.push({ say: "in_closed" });
  if (strangers && before?.strangers !== true) said.push({ say: "strangers" });
  return said;
}

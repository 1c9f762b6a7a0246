import type { Instant, ShownOpening } from "../../api/model";

const SECOND_US = 1_000_000;

/** Whole seconds until `due`, never below zero: 10 is shown for the whole first second of ten. */
export const secondsUntil = (due: Instant, now: Instant): number => Math.max(0, Math.ceil((due - now) / SECOND_US));

/** Seconds of the countdown, or null while there is none. */
export const countdown = (opening: ShownOpening | null, now: Instant): number | null =>
  opening?.due == null ? null : secondsUntil(opening.due, now);

/** The seconds at which the countdown is spoken. */
export const SPOKEN_SECONDS: ReadonlySet<number> = new Set([10, 5, 3, 2, 1]);

import type { Instant } from "../../api/model";
import { clock, day, shortDay, t } from "../../i18n";

/** "Europe/Paris" as people say it: "Paris". */
export const placeOf = (zone: string): string => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

export interface Clocks {
  /** In the viewer's zone. */
  readonly own: string;
  /** In the meeting's zone, or null when both clocks say the same. */
  readonly there: string | null;
}

/** One instant on both clocks; with the day when it is not the viewer's today. */
export function clocksOf(at: Instant, zone: string, now: Instant, ownZone?: string): Clocks {
  const isToday = day(at, ownZone) === day(now, ownZone);
  const own = isToday ? clock(at, ownZone) : `${shortDay(at, ownZone)}, ${clock(at, ownZone)}`;
  const isSame = clock(at, ownZone) === clock(at, zone) && day(at, ownZone) === day(at, zone);
  if (isSame) return { own, there: null };
  return {
    own,
    there: day(at, ownZone) === day(at, zone) ? clock(at, zone) : `${shortDay(at, zone)}, ${clock(at, zone)}`,
  };
}

/** Both clocks in one phrase: "15:10 (14:10 in London)". */
export function timeIn(at: Instant, zone: string, now: Instant, ownZone?: string): string {
  const { own, there } = clocksOf(at, zone, now, ownZone);
  return there === null ? own : t("public.and_there", { time: own, there, zone: placeOf(zone) });
}

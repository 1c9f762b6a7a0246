import type { Instant } from "../../api/model";

const MINUTE_US = 60_000_000;
const DAY_MINUTES = 24 * 60;

/** Minutes since midnight of an instant, on the wall of a zone. */
function minuteOfDay(at: Instant, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  })
    .formatToParts(at / 1_000)
    .map(({ type, value }) => [type, Number(value)] as const);
  const of = new Map(parts);
  return (of.get("hour") ?? 0) * 60 + (of.get("minute") ?? 0);
}

/** The next instant at which a clock in `zone` shows "HH:MM"; null for anything that is not a time. */
export function timeToday(time: string, now: Instant, zone: string): Instant | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(time) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const wanted = Number(hours) * 60 + Number(minutes);
  const ahead = (wanted - minuteOfDay(now, zone) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  return Math.floor(now / MINUTE_US) * MINUTE_US + ahead * MINUTE_US;
}

/** Local wall-clock times of a zone and instants (microseconds, UTC). */

const MINUTE_US = 60_000_000;

/** How far a zone is ahead of UTC at an instant, in microseconds. */
function ahead(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(at / 1000);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute")) * 1000;
  return wall - Math.floor(at / MINUTE_US) * MINUTE_US;
}

/** The instant of a `datetime-local` text in a zone, or null when it is no time. A time that a clock change skips is the later one. */
export function toInstant(local: string, zone: string): number | null {
  const match = /^(\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(local);
  if (!match || !isZone(zone)) return null;
  const [year, month, day, hour, minute] = match.slice(1).map(Number) as [number, number, number, number, number];
  const wall = Date.UTC(year, month - 1, day, hour, minute) * 1000;
  const guess = wall - ahead(wall, zone);
  return wall - ahead(guess, zone);
}

/** An instant as a `datetime-local` text in a zone. */
export function toLocal(at: number, zone: string): string {
  const wall = Math.floor(at / MINUTE_US) * MINUTE_US + ahead(at, isZone(zone) ? zone : "UTC");
  return new Date(wall / 1000).toISOString().slice(0, 16);
}

export function isZone(zone: string): boolean {
  try {
    return zone !== "" && Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}

/** The zones a person may choose, their own and UTC among them. */
export function zones(own: string): readonly string[] {
  return [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort((a, b) => a.localeCompare(b, "en"));
}

export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

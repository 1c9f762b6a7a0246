import type { Instant, ShownDump, ShownOutside } from "../../api/model";

const SECOND_US = 1_000_000;
/** How long everybody reads of a dump. */
const SHOWN_US = 20 * SECOND_US;

/** A dump in numbers. Seconds are whole: what the outside never gets, and what it had before the dump came. */
export interface DumpSaid {
  readonly key: string;
  readonly person: string;
  readonly at: Instant;
  readonly seconds: number;
  /** 0 while nobody has said how much was public. */
  readonly publicSeconds: number;
}

/** The passage less what was public before; all of it while that is not stated yet. */
export function dumpSaid({ person, since, until, public_until }: ShownDump): DumpSaid {
  const begins = Math.min(until, Math.max(since, public_until ?? since));
  const seconds = (us: number): number => Math.round(us / SECOND_US);
  return {
    key: `${since}-${until}`,
    person,
    at: until,
    seconds: seconds(until - begins),
    publicSeconds: seconds(begins - since),
  };
}

/** Every dump of the meeting, the latest first. */
export const dumpsSaid = (outside: ShownOutside | null): readonly DumpSaid[] =>
  (outside?.dumps ?? []).map(dumpSaid).reverse();

/** The dumps that everybody still reads of at `now`. */
export const recentDumps = (outside: ShownOutside | null, now: Instant): readonly DumpSaid[] =>
  dumpsSaid(outside).filter(({ at }) => now - at < SHOWN_US);

export interface ToSpeak {
  readonly dump: DumpSaid;
  readonly what: "dumped" | "public";
}

/** What is to be spoken on the way from one list to the next: a new dump, or that part of a known one was public. */
export function toSpeak(before: readonly DumpSaid[], now: readonly DumpSaid[]): readonly ToSpeak[] {
  const known = new Map(before.map((dump) => [dump.key, dump]));
  return now.flatMap((dump): readonly ToSpeak[] => {
    const was = known.get(dump.key);
    if (was === undefined) return [{ dump, what: "dumped" }];
    return dump.publicSeconds > was.publicSeconds ? [{ dump, what: "public" }] : [];
  });
}

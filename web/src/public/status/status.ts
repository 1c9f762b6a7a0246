import type { Instant } from "../../api/model";

/** What the origin tells anyone of a meeting: the door in words, and where the webcast is now. Instants are microseconds. */

export const PUBLIC_STATES = ["begins_soon", "on_air", "recess", "closed", "fault", "ended"] as const;
export type PublicState = (typeof PUBLIC_STATES)[number];

export interface Words {
  readonly state: PublicState;
  readonly since: Instant;
  readonly reason: string;
  readonly expected: Instant | null;
}

export interface PublicStatus {
  readonly words: Words;
  readonly title: string;
  readonly starts: Instant;
  readonly zone: string;
  readonly delegations: readonly string[];
  readonly items: readonly string[];
  /** The agenda item that the delayed picture shows. */
  readonly item: { readonly title: string; readonly since: Instant } | null;
  readonly delayUs: number;
  /** The random name of the timeline that runs, or null while nothing is live. */
  readonly live: string | null;
}

/** Reads `status.json`, or null for what is no status: then nothing is known, and the page says so. */
export function readStatus(text: string): PublicStatus | null {
  const body = objectOf(parsed(text));
  const words = objectOf(body?.words);
  const state = PUBLIC_STATES.find((known) => known === words?.state);
  if (!body || !words || !state || !isInstant(words.since)) return null;
  const item = objectOf(body.item);
  return {
    words: {
      state,
      since: words.since,
      reason: textOf(words.reason),
      expected: isInstant(words.expected) ? words.expected : null,
    },
    title: textOf(body.title),
    starts: isInstant(body.starts) ? body.starts : 0,
    zone: zoneOf(textOf(body.zone)),
    delegations: listOf(body.delegations).map(textOf),
    items: listOf(body.items).map((one) => textOf(objectOf(one)?.title)),
    item: item && isInstant(item.since) ? { title: textOf(item.title), since: item.since } : null,
    delayUs: isInstant(body.delay_us) ? body.delay_us : 0,
    live: body.is_live === true && isName(body.path) ? body.path : null,
  };
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const objectOf = (value: unknown): Fields | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const isInstant = (value: unknown): value is Instant => Number.isSafeInteger(value) && (value as number) >= 0;
/** A timeline's name becomes a part of an address, so it is nothing but a name. */
const isName = (value: unknown): value is string => typeof value === "string" && /^[A-Za-z0-9_-]{1,64}$/.test(value);

/** A zone this browser does not know would throw with every clock on the page. */
function zoneOf(zone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone ? zone : "UTC";
  } catch {
    return "UTC";
  }
}

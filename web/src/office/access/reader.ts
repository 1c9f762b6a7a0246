import { dateShort, t } from "../../i18n";
import type { Reader, ReaderKind } from "./api";

export const KINDS: readonly ReaderKind[] = ["official", "team", "staff", "oversight"];

/** Whose record a reader of a kind reads as; staff have mandates instead. */
export const READS_AS = { official: "person", team: "person", oversight: "organisation", staff: null } as const;

/** Kinds of records that can be released at all. */
export const RELEASED = [
  "engagement",
  "travel",
  "public_event",
  "commitment",
  "directive",
  "mandate",
  "person",
  "organisation",
] as const;

/** Whether somebody may read at `now`, in microseconds. */
export const isPresent = ({ ended, until }: Reader, now: number): boolean =>
  ended === null && (until === null || until > now);

/** "may read until 3 Mar", "ended 1 Mar". */
export function stateOf(reader: Reader, now: number): string {
  const { ended, until } = reader;
  if (ended !== null) return t("office.reader_state.ended", { day: dateShort(ended) });
  if (until === null) return t("office.reader_state.reads");
  return t(until > now ? "office.reader_state.until" : "office.reader_state.over", { day: dateShort(until) });
}

/** Where a link leads; its secret is in the fragment, which no server gets to see. */
export const linkOf = (origin: string, secret: string): string => `${origin}/desk/office#${secret}`;

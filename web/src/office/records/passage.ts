import type { Recording } from "../api";
import type { Passage } from "../entering/draft";

interface Seconds {
  readonly file: string;
  /** Seconds from the beginning of the file. */
  readonly from: number;
  readonly until: number;
}

/** Where in which recording a passage is; null when no recording holds it. */
export function secondsOf(passage: Passage, recordings: readonly Recording[]): Seconds | null {
  const held = recordings.find(({ since, until }) => since <= passage.since && passage.since < until);
  if (!held) return null;
  const from = (passage.since - held.since) / 1_000_000;
  const until = (Math.min(passage.until, held.until) - held.since) / 1_000_000;
  return { file: held.file, from, until };
}

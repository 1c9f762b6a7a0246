/** Something a <video> can be attached to. What ends or fails is said once; after `close` nothing is said any more. */

export interface SourceEvents {
  readonly failed: (why: string) => void;
  /** What the source says of itself at any time, for the rate control. */
  readonly stalled: () => void;
}

export interface Source {
  /** Seconds of the media's own clock where "now" is, or null when not known. */
  readonly edge: () => number | null;
  readonly close: () => void;
}

export type Open = (video: HTMLVideoElement, events: SourceEvents) => Source;

/** Seconds of media in front of the player in one piece; holes shorter than a frame or two do not count. */
export function aheadOf(ranges: readonly (readonly [start: number, end: number])[], at: number): number {
  const HOLE = 0.1;
  let end = at;
  for (const [start, stop] of ranges) {
    if (start <= end + HOLE && stop > end) end = stop;
  }
  return end - at;
}

export const rangesOf = (ranges: TimeRanges): readonly (readonly [number, number])[] =>
  Array.from({ length: ranges.length }, (_, n) => [ranges.start(n), ranges.end(n)] as const);

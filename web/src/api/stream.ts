import type { ApiError } from "./http";
import type { Instant, Shown, View } from "./model";

/** What a page knows of its event stream. All clock values are microseconds of this device's wall clock unless said. */
export interface StreamState {
  readonly view: View | null;
  readonly rev: number;
  /** Server clock minus this device's clock, from the least delayed message of this connection. */
  readonly offset: number;
  readonly heard: Instant;
  readonly stale: boolean;
  /** Connections that failed since the last message. */
  readonly failures: number;
  /** The api said that this browser does not hold the seat; nothing is tried again by itself. */
  readonly refused: ApiError | null;
}

export type StreamEvent =
  | { readonly kind: "opened" }
  | { readonly kind: "heard"; readonly at: Instant }
  | { readonly kind: "message"; readonly at: Instant; readonly shown: Shown }
  | { readonly kind: "tick"; readonly at: Instant }
  | { readonly kind: "lost" }
  | { readonly kind: "refused"; readonly error: ApiError };

/** A page that has heard nothing for this long does not know what is true. */
export const SILENCE_US = 5_000_000;

export const startOf = (at: Instant): StreamState => ({
  view: null,
  rev: -1,
  offset: Number.NEGATIVE_INFINITY,
  heard: at,
  stale: false,
  failures: 0,
  refused: null,
});

/** True after SILENCE_US without a byte; also when the device's clock went backwards, since then nothing can be said. */
export const isSilent = (heard: Instant, at: Instant): boolean => at - heard > SILENCE_US || at < heard - SILENCE_US;

/** The next state. The last whole view wins. Only a whole view ends staleness: bytes that waited in a frozen page do not. */
export function reduceStream(state: StreamState, event: StreamEvent): StreamState {
  switch (event.kind) {
    case "opened":
      return { ...state, offset: Number.NEGATIVE_INFINITY };
    case "heard":
      return { ...state, heard: event.at };
    case "message":
      return {
        ...state,
        view: event.shown.view,
        rev: event.shown.rev,
        offset: Math.max(state.offset, event.shown.now - event.at),
        heard: event.at,
        stale: false,
        failures: 0,
        refused: null,
      };
    case "tick":
      return state.stale || !isSilent(state.heard, event.at) ? state : { ...state, stale: true };
    case "lost":
      return { ...state, failures: state.failures + 1 };
    case "refused":
      return { ...state, refused: event.error };
  }
}

/** How long to wait before connection number `failures + 1`, in milliseconds; `share` in 0..1 spreads many pages. */
export const backoff = (failures: number, share: number): number =>
  Math.min(250 * 2 ** failures, 5_000) * (0.5 + share / 2);

/**
 * What the one <video> of a page is attached to. The status says where the webcast is; the media says when it is over. A
 * timeline that plays is never torn away: what it still holds is shown to its end, then the next one is attached. Pure.
 */

/** The timeline the status names now, or null while nothing is live. `path` is the origin's random name of it. */
export type Live = string | null;

/** How one kind of page plays. */
export interface Rules {
  /**
   * How long (ms) a timeline that is no longer live may go on playing. A player that does not end by then is stuck.
   */
  readonly tailMs: number;
  /** After how long (ms) a timeline that ended while it is still live is begun again; null: its end is final. */
  readonly restartMs: number | null;
}

/** The tail of a webcast is at most what a player holds: about 19 s of listed segments. */
export const WEBCAST: Rules = { tailMs: 25_000, restartMs: null };
/** One answer that may be cut on the way; what it still holds is less than a second. */
export const GALLERY: Rules = { tailMs: 3_000, restartMs: 1_000 };

export interface Playback {
  readonly rules: Rules;
  readonly live: Live;
  readonly attached: string | null;
  /** `stalled`: the last picture stands still, and more is to come. */
  readonly phase: "none" | "loading" | "playing" | "stalled" | "ended" | "failed";
  /** Which attachment of the page this is: another number means attach anew, even to the same timeline. */
  readonly attempt: number;
  readonly failures: number;
  /** Since when (ms) something else is live than what plays, or what was attached has ended or failed. */
  readonly since: number;
}

export type PlaybackEvent =
  | { readonly kind: "told"; readonly live: Live; readonly at: number }
  | { readonly kind: "playing"; readonly attempt: number }
  | { readonly kind: "ended"; readonly attempt: number; readonly at: number }
  | { readonly kind: "failed"; readonly attempt: number; readonly at: number }
  /** Nothing moves in the player any more, though it should. */
  | { readonly kind: "stuck"; readonly attempt: number; readonly at: number }
  | { readonly kind: "tick"; readonly at: number };

export const nothing = (rules: Rules): Playback => ({
  rules,
  live: null,
  attached: null,
  phase: "none",
  attempt: 0,
  failures: 0,
  since: 0,
});

export function reducePlayback(state: Playback, event: PlaybackEvent): Playback {
  switch (event.kind) {
    case "told":
      if (event.live === state.live) return state;
      return settle({ ...state, live: event.live, since: event.at }, event.at);
    case "playing":
      if (event.attempt !== state.attempt || !["loading", "stalled"].includes(state.phase)) return state;
      return { ...state, phase: "playing", failures: 0 };
    case "ended":
      if (event.attempt !== state.attempt) return state;
      return settle({ ...state, phase: "ended", since: event.at }, event.at);
    case "stuck":
      // Of a timeline that is live more will come; of one that is not, this was the last a browser could show.
      if (event.attempt !== state.attempt || !isPictureOn(state)) return state;
      if (!isTail(state)) return { ...state, phase: "stalled" };
      return settle({ ...state, phase: "ended", since: event.at }, event.at);
    case "failed":
      if (event.attempt !== state.attempt) return state;
      return settle({ ...state, phase: "failed", failures: state.failures + 1, since: event.at }, event.at);
    case "tick":
      return settle(state, event.at);
  }
}

/** Wait before another try after so many failures, in ms. */
export const retryAfter = (failures: number): number => Math.min(500 * 2 ** (failures - 1), 8_000);

/** Whether there is a picture of the meeting; otherwise the page covers the player with its slate. */
export const isPictureOn = ({ phase }: Playback): boolean => phase === "playing" || phase === "stalled";

/** Whether what plays was said before the state that the page shows. */
export const isTail = (state: Playback): boolean => isPictureOn(state) && state.attached !== state.live;

function settle(state: Playback, at: number): Playback {
  const { live, attached, phase, rules } = state;
  const lasted = at - state.since;
  if (phase === "failed" && live !== null && lasted >= retryAfter(state.failures)) return attach(state, live);
  if (isPictureOn(state) && live !== attached && lasted < rules.tailMs) return state;
  const isCut = phase === "ended" && rules.restartMs !== null && lasted >= rules.restartMs;
  if (live === attached) return isCut && live !== null ? attach(state, live) : state;
  if (live !== null) return attach(state, live);
  // An ended timeline stays attached: its last picture is slate, and a floating window keeps it.
  return phase === "ended" ? state : { ...state, attached: null, phase: "none", attempt: state.attempt + 1 };
}

function attach(state: Playback, live: string): Playback {
  const failures = live === state.attached ? state.failures : 0;
  return { ...state, attached: live, phase: "loading", attempt: state.attempt + 1, failures };
}

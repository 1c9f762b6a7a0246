import { type ChamberWanted, type Outgoing, SOURCES, type Source, type Wish } from "./model";

export interface Sendable {
  readonly chamber: ChamberWanted | undefined;
  /** Sources the view says this seat is granted in the current chamber. */
  readonly granted: readonly string[];
  readonly wish: Wish;
  /** Frozen, stale or taken over: nothing may be heard or seen. */
  readonly silent: boolean;
  readonly captured: Readonly<Partial<Record<Source, MediaStreamTrack>>>;
}

/**
 * What this device sends in one chamber. Nothing goes into a chamber ahead, nothing without a grant;
 * a silent page keeps its places but every track is off.
 */
export function outgoing({ chamber, granted, wish, silent, captured }: Sendable): Outgoing {
  if (chamber?.use !== "current") return {};
  const wished: Record<Source, boolean> = {
    camera: wish.camera,
    microphone: wish.microphone,
    screen_share: true,
    screen_share_audio: true,
  };
  const out: Record<string, { track: MediaStreamTrack; on: boolean }> = {};
  for (const source of SOURCES) {
    const track = captured[source];
    if (track === undefined || track.readyState === "ended" || !granted.includes(source)) continue;
    out[source] = { track, on: wished[source] && !silent };
  }
  return out;
}

export type ControlState = "on" | "off" | "locked" | "missing" | "silenced";

/** What the microphone or camera control shows. `locked` = no grant now; the wish is kept for when there is one. */
export function controlState(
  source: "camera" | "microphone",
  { granted, wish, silent, captured, denied }: Omit<Sendable, "chamber"> & { readonly denied: boolean },
): ControlState {
  if (!granted.includes(source)) return "locked";
  if (silent) return "silenced";
  if (denied && captured[source] === undefined) return "missing";
  return wish[source] ? "on" : "off";
}

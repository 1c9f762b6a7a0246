import { GALLERY, type Live, nothing, type Playback, type PlaybackEvent, reducePlayback } from "../player/playback";

/**
 * How the gallery gets the programme: by the stream of frames, or by the playlists where that fails. A network that holds the
 * stream back is left with the playlists for good; one that has brought it before is tried again with the next timeline.
 * Pure.
 */
export interface Way {
  readonly byPlaylist: boolean;
  /** A picture has come by the stream of frames. */
  readonly isProven: boolean;
  /** The timeline that was chosen for. */
  readonly live: Live;
}

export interface Following {
  readonly playback: Playback;
  readonly way: Way;
}

/** The stream of frames is given up for the playlists after so many failures in a row. */
const FAILURES_MAX = 2;

/** `canStream`: this browser can play the stream of frames at all. */
export const notFollowing = (canStream: boolean): Following => ({
  playback: nothing(GALLERY),
  way: { byPlaylist: !canStream, isProven: false, live: null },
});

export function reduceFollowing(state: Following, event: PlaybackEvent): Following {
  const playback = reducePlayback(state.playback, event);
  return playback === state.playback ? state : { playback, way: wayAfter(state.way, playback) };
}

function wayAfter({ byPlaylist, isProven, live }: Way, { attached, phase, failures }: Playback): Way {
  const proven = isProven || (!byPlaylist && phase === "playing");
  const isNew = attached !== null && attached !== live;
  const isGivenUp = failures >= FAILURES_MAX;
  return {
    byPlaylist: isGivenUp || (byPlaylist && !(isNew && proven)),
    isProven: proven,
    live: attached ?? live,
  };
}

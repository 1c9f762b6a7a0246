import { useEffect, useMemo, useReducer, useState } from "react";
import { openHls } from "../player/hls";
import { mediaSourceKind, openStream } from "../player/mse";
import { GALLERY, isPictureOn, nothing, type Playback, reducePlayback } from "../player/playback";
import { GALLERY as GALLERY_RATES, webcastRates } from "../player/rate";
import type { Attachment } from "../player/useAttachment";
import { useStatus } from "../status/useStatus";

export interface Gallery {
  readonly attachment: Attachment;
  readonly picture: boolean;
  /** The stream of frames could not be had; the playlists are played. */
  readonly byPlaylist: boolean;
  readonly failed: boolean;
  readonly stalled: boolean;
}

const TICK_MS = 250;
/** The stream of frames is given up for the playlists after so many failures in a row. */
const FAILURES_MAX = 2;

/** The programme behind the gate, undelayed, from the gallery's folder; null: without a pass nothing is asked for. */
export function useGallery(folder: string | null): Gallery {
  const [playback, dispatch] = useReducer(reducePlayback, GALLERY, nothing);
  const [byPlaylist, setByPlaylist] = useState(() => mediaSourceKind() === null);
  const { status } = useStatus(folder === null ? null : `${folder}/status`, "include");
  const live = folder === null ? null : (status?.live ?? null);
  useEffect(() => dispatch({ kind: "told", live, at: performance.now() }), [live]);
  useEffect(() => {
    const timer = setInterval(() => dispatch({ kind: "tick", at: performance.now() }), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const failures = playback.failures;
  useEffect(() => {
    if (failures >= FAILURES_MAX) setByPlaylist(true);
  }, [failures]);
  const attachment = useMemo(
    () => attachmentOf(folder ?? "", playback, byPlaylist, dispatch),
    [folder, playback, byPlaylist],
  );
  return {
    attachment,
    picture: isPictureOn(playback),
    byPlaylist,
    failed: failures > 0,
    stalled: playback.phase === "stalled",
  };
}

type Dispatch = (event: Parameters<typeof reducePlayback>[1]) => void;

function attachmentOf(folder: string, playback: Playback, byPlaylist: boolean, dispatch: Dispatch): Attachment {
  const { attached, attempt } = playback;
  const open = byPlaylist ? openHls(`${folder}/${attached}/master.m3u8`, 0, true) : openStream(`${folder}/stream.mp4`);
  return {
    attempt,
    open: attached === null ? null : open,
    rates: byPlaylist ? webcastRates(0) : GALLERY_RATES,
    onPicture: (which) => dispatch({ kind: "playing", attempt: which }),
    onEnded: (which) => dispatch({ kind: "ended", attempt: which, at: performance.now() }),
    onFailed: (which) => dispatch({ kind: "failed", attempt: which, at: performance.now() }),
    onStuck: (which) => dispatch({ kind: "stuck", attempt: which, at: performance.now() }),
  };
}

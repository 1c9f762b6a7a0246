import { useEffect, useMemo, useReducer, useState } from "react";
import type { View } from "../../api/model";
import { openHls } from "../player/hls";
import { mediaSourceKind, openStream } from "../player/mse";
import { GALLERY, isPictureOn, nothing, type Playback, reducePlayback } from "../player/playback";
import { GALLERY as GALLERY_RATES, webcastRates } from "../player/rate";
import type { Attachment } from "../player/useAttachment";
import { liveOf } from "./shown";

export interface Gallery {
  readonly attachment: Attachment;
  readonly picture: boolean;
  /** The stream of frames could not be had; the playlists are played. */
  readonly byPlaylist: boolean;
  readonly failed: boolean;
}

const TICK_MS = 250;
/** The stream of frames is given up for the playlists after so many failures in a row. */
const FAILURES_MAX = 2;

/** The programme behind the gate, undelayed, while `mayPlay`. */
export function useGallery(view: View, mayPlay: boolean): Gallery {
  const [playback, dispatch] = useReducer(reducePlayback, GALLERY, nothing);
  const [byPlaylist, setByPlaylist] = useState(() => mediaSourceKind() === null);
  const live = mayPlay ? liveOf(view) : null;
  useEffect(() => dispatch({ kind: "told", live, at: performance.now() }), [live]);
  useEffect(() => {
    const timer = setInterval(() => dispatch({ kind: "tick", at: performance.now() }), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const failures = playback.failures;
  useEffect(() => {
    if (failures >= FAILURES_MAX) setByPlaylist(true);
  }, [failures]);
  const meeting = view.meeting.id;
  const attachment = useMemo(
    () => attachmentOf(meeting, playback, byPlaylist, dispatch),
    [meeting, playback, byPlaylist],
  );
  return { attachment, picture: isPictureOn(playback), byPlaylist, failed: failures > 0 };
}

type Dispatch = (event: Parameters<typeof reducePlayback>[1]) => void;

function attachmentOf(meeting: string, playback: Playback, byPlaylist: boolean, dispatch: Dispatch): Attachment {
  const folder = `/live/${encodeURIComponent(meeting)}/gallery`;
  const open = byPlaylist ? openHls(`${folder}/master.m3u8`, 0) : openStream(`${folder}/stream.mp4`);
  return {
    attempt: playback.attempt,
    open: playback.attached === null ? null : open,
    rates: byPlaylist ? webcastRates(0) : GALLERY_RATES,
    onPicture: (attempt) => dispatch({ kind: "playing", attempt }),
    onEnded: (attempt) => dispatch({ kind: "ended", attempt, at: performance.now() }),
    onFailed: (attempt) => dispatch({ kind: "failed", attempt, at: performance.now() }),
  };
}

import { useEffect, useMemo, useReducer } from "react";
import { openHls } from "../player/hls";
import { mediaSourceKind, openStream } from "../player/mse";
import { isPictureOn, type PlaybackEvent } from "../player/playback";
import { GALLERY as GALLERY_RATES, webcastRates } from "../player/rate";
import type { Attachment } from "../player/useAttachment";
import { useStatus } from "../status/useStatus";
import { type Following, notFollowing, reduceFollowing } from "./way";

export interface Gallery {
  readonly attachment: Attachment;
  readonly picture: boolean;
  /** The stream of frames could not be had; the playlists are played. */
  readonly byPlaylist: boolean;
  readonly failed: boolean;
  readonly stalled: boolean;
}

const TICK_MS = 250;

/** The programme behind the gate, undelayed, from the gallery's folder; null: without a pass nothing is asked for. */
export function useGallery(folder: string | null): Gallery {
  const [following, dispatch] = useReducer(reduceFollowing, null, () => notFollowing(mediaSourceKind() !== null));
  const { status } = useStatus(folder === null ? null : `${folder}/status`, "include");
  const live = folder === null ? null : (status?.live ?? null);
  useEffect(() => dispatch({ kind: "told", live, at: performance.now() }), [live]);
  useEffect(() => {
    const timer = setInterval(() => dispatch({ kind: "tick", at: performance.now() }), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const attachment = useMemo(() => attachmentOf(folder ?? "", following, dispatch), [folder, following]);
  const { playback, way } = following;
  return {
    attachment,
    picture: isPictureOn(playback),
    byPlaylist: way.byPlaylist,
    failed: playback.failures > 0,
    stalled: playback.phase === "stalled",
  };
}

function attachmentOf(
  folder: string,
  { playback, way }: Following,
  dispatch: (event: PlaybackEvent) => void,
): Attachment {
  const { attached, attempt } = playback;
  const { byPlaylist } = way;
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

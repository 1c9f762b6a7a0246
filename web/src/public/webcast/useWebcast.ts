import { useEffect, useMemo, useReducer, useState } from "react";
import { openHls } from "../player/hls";
import { isPictureOn, isTail, nothing, type Playback, reducePlayback, WEBCAST } from "../player/playback";
import { webcastRates } from "../player/rate";
import type { Attachment } from "../player/useAttachment";
import type { PublicStatus } from "../status/status";

export interface Webcast {
  readonly attachment: Attachment;
  readonly picture: boolean;
  readonly tail: boolean;
  readonly failed: boolean;
  readonly stalled: boolean;
}

const TICK_MS = 250;

/** Follows the status with the one player of the page: from timeline to timeline, without a reload. */
export function useWebcast(meeting: string, status: PublicStatus | null): Webcast {
  const [playback, dispatch] = useReducer(reducePlayback, WEBCAST, nothing);
  const live = status?.live ?? null;
  const isKnown = status !== null;
  useEffect(() => {
    if (isKnown) dispatch({ kind: "told", live, at: performance.now() });
  }, [isKnown, live]);
  useEffect(() => {
    const timer = setInterval(() => dispatch({ kind: "tick", at: performance.now() }), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const delayUs = status?.delayUs ?? 0;
  const attachment = useMemo(() => attachmentOf(meeting, playback, delayUs, dispatch), [meeting, playback, delayUs]);
  return {
    attachment,
    picture: isPictureOn(playback),
    tail: isTail(playback),
    stalled: playback.phase === "stalled",
    failed: playback.phase === "failed" || playback.failures > 0,
  };
}

type Dispatch = (event: Parameters<typeof reducePlayback>[1]) => void;

function attachmentOf(meeting: string, playback: Playback, delayUs: number, dispatch: Dispatch): Attachment {
  const { attached, attempt } = playback;
  const at = (): number => performance.now();
  return {
    attempt,
    // The timeline's own address: the stable one may lead elsewhere by the time it is asked.
    open: attached === null ? null : openHls(masterOf(meeting, attached), delayUs),
    rates: webcastRates(delayUs),
    onPicture: (which) => dispatch({ kind: "playing", attempt: which }),
    onEnded: (which) => dispatch({ kind: "ended", attempt: which, at: at() }),
    onFailed: (which) => dispatch({ kind: "failed", attempt: which, at: at() }),
    onStuck: (which) => dispatch({ kind: "stuck", attempt: which, at: at() }),
  };
}

const masterOf = (meeting: string, timeline: string): string =>
  `/live/${encodeURIComponent(meeting)}/webcast/${encodeURIComponent(timeline)}/master.m3u8`;

/** The device's clock in microseconds, again every second: the public page shows minutes and counts down seconds. */
export function useClock(): number {
  const [now, setNow] = useState(() => Date.now() * 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() * 1000), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

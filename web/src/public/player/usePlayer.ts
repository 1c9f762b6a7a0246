import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { PlayerAct } from "./keys";
import type { Source } from "./source";
import { type Attachment, start, useAttachment } from "./useAttachment";

export interface PlayerShown {
  readonly paused: boolean;
  readonly muted: boolean;
  /** Stepped back from the room. */
  readonly behind: boolean;
  /** The browser waits for a gesture before it plays. */
  readonly blocked: boolean;
  readonly captions: boolean;
  readonly fullscreen: boolean;
}

export type PlayerAsked = PlayerAct | "live" | "float";

export interface PlayerHandle {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly frame: RefObject<HTMLElement | null>;
  readonly shown: PlayerShown;
  readonly act: (asked: PlayerAsked) => void;
}

const STEP_S = 5;
/** This close to the edge counts as live again. */
const NEAR_S = 1;

/** The player's own state and acts; `sound` starts it with sound, which browsers allow only after a gesture. */
export function usePlayer(wanted: Attachment, sound: boolean): PlayerHandle {
  const video = useRef<HTMLVideoElement>(null);
  const frame = useRef<HTMLElement>(null);
  const paused = useRef(false);
  const close = useRef(true);
  const [shown, setShown] = useState<PlayerShown>({
    paused: false,
    muted: !sound,
    behind: false,
    blocked: false,
    captions: false,
    fullscreen: false,
  });
  const show = useCallback((change: Partial<PlayerShown>) => setShown((now) => ({ ...now, ...change })), []);
  const blocked = useCallback(() => show({ blocked: true }), [show]);
  const source = useAttachment(video, wanted, { paused, close, blocked });
  useElementState(video, frame, show);
  const act = useCallback(
    (asked: PlayerAsked): void => {
      const element = video.current;
      if (!element) return;
      const move = (isClose: boolean): void => {
        close.current = isClose;
        show({ behind: !isClose });
      };
      const acts: Readonly<Record<PlayerAsked, () => void>> = {
        play: () => {
          paused.current = !element.paused;
          if (paused.current) {
            element.pause();
          } else {
            move(toEdge(element, source.current));
            start(element, blocked);
          }
        },
        mute: () => {
          element.muted = !element.muted;
        },
        captions: () => setShown((now) => ({ ...now, captions: !now.captions })),
        fullscreen: () => void toggleFullscreen(frame.current, element),
        float: () => void toggleFloat(element),
        back: () => move(stepBy(element, source.current, -STEP_S)),
        forward: () => move(stepBy(element, source.current, STEP_S)),
        live: () => move(toEdge(element, source.current)),
      };
      acts[asked]();
    },
    [blocked, show, source],
  );
  return { video, frame, shown, act };
}

/** Shows what the element says of itself, whoever changed it: a key, a headset, the floating window. */
function useElementState(
  video: RefObject<HTMLVideoElement | null>,
  frame: RefObject<HTMLElement | null>,
  show: (change: Partial<PlayerShown>) => void,
): void {
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    const life = new AbortController();
    const { signal } = life;
    element.addEventListener("play", () => show({ paused: false, blocked: false }), { signal });
    element.addEventListener("pause", () => show({ paused: !element.ended }), { signal });
    element.addEventListener("volumechange", () => show({ muted: element.muted }), { signal });
    const fullscreen = (): void => show({ fullscreen: document.fullscreenElement === frame.current });
    document.addEventListener("fullscreenchange", fullscreen, { signal });
    return () => life.abort();
  }, [video, frame, show]);
}

/** Goes to what is newest; always true, since that is live. */
function toEdge(element: HTMLVideoElement, source: Source | null): boolean {
  const edge = source?.edge() ?? null;
  if (edge !== null && edge > element.currentTime + NEAR_S) element.currentTime = edge;
  return true;
}

/** Moves within what can be played; true when that is live again. */
function stepBy(element: HTMLVideoElement, source: Source | null, seconds: number): boolean {
  const { seekable } = element;
  if (seekable.length === 0) return true;
  const first = seekable.start(0);
  const edge = source?.edge() ?? seekable.end(seekable.length - 1);
  const to = Math.min(Math.max(element.currentTime + seconds, first), edge);
  element.currentTime = to;
  return to >= edge - NEAR_S;
}

interface PhoneVideo extends HTMLVideoElement {
  readonly webkitEnterFullscreen?: () => void;
}

async function toggleFullscreen(frame: HTMLElement | null, element: PhoneVideo): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else if (frame?.requestFullscreen) await frame.requestFullscreen().catch(() => undefined);
  else element.webkitEnterFullscreen?.();
}

async function toggleFloat(element: HTMLVideoElement): Promise<void> {
  if (document.pictureInPictureElement) await document.exitPictureInPicture();
  else await element.requestPictureInPicture().catch(() => undefined);
}

import { type RefObject, useEffect, useRef } from "react";
import { type RateTable, sampleRate, stalled, startRate } from "./rate";
import { aheadOf, type Open, rangesOf, type Source } from "./source";

export interface Attachment {
  /** Another number attaches anew. */
  readonly attempt: number;
  readonly open: Open | null;
  readonly rates: RateTable;
  readonly onPicture: (attempt: number) => void;
  readonly onEnded: (attempt: number) => void;
  readonly onFailed: (attempt: number, why: string) => void;
  readonly onStuck: (attempt: number) => void;
}

interface Wishes {
  /** The viewer paused by hand: nothing starts by itself until they play. */
  readonly paused: RefObject<boolean>;
  /** Close to the room; false after a step back. */
  readonly close: RefObject<boolean>;
  /** The browser refuses to play without a gesture. */
  readonly blocked: () => void;
}

const SAMPLE_MS = 50;
const STUCK_MS = 2_000;
/** The first picture is not waited for longer than this, if there is one. */
const FILL_MS = 5_000;

/** Keeps the one <video> attached to what is wanted, starts it, and holds its distance. Returns the source now open. */
export function useAttachment(
  video: RefObject<HTMLVideoElement | null>,
  wanted: Attachment,
  wishes: Wishes,
): RefObject<Source | null> {
  const source = useRef<Source | null>(null);
  const latest = useRef({ wanted, wishes });
  latest.current = { wanted, wishes };
  const { attempt } = wanted;
  useEffect(() => {
    const element = video.current;
    const { open } = latest.current.wanted;
    if (!element || !open) return undefined;
    const life = new AbortController();
    const rate = holdDistance(element, () => latest.current, life.signal);
    const failed = (why: string): void => latest.current.wanted.onFailed(attempt, why);
    source.current = open(element, { failed, stalled: rate.stalled });
    listen(element, attempt, () => latest.current, life.signal);
    watchProgress(element, () => latest.current.wanted.onStuck(attempt), life.signal);
    startWhenFilled(element, () => latest.current, life.signal);
    return () => {
      life.abort();
      source.current?.close();
      source.current = null;
    };
  }, [video, attempt]);
  return source;
}

interface Latest {
  readonly wanted: Attachment;
  readonly wishes: Wishes;
}

/** Plays; a refusal for want of a gesture is told, an attachment that was replaced meanwhile is not. */
export function start(element: HTMLVideoElement, blocked: () => void): void {
  element.play().catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "NotAllowedError") blocked();
  });
}

/** Starts once there is enough to go on, unless the viewer paused by hand. */
function startWhenFilled(element: HTMLVideoElement, latest: () => Latest, signal: AbortSignal): void {
  const began = performance.now();
  const { fill } = latest().wanted.rates;
  const look = (): void => {
    const isFull = aheadOf(rangesOf(element.buffered), element.currentTime) >= fill;
    if (!isFull && performance.now() - began < FILL_MS) return;
    clearInterval(timer);
    if (!latest().wishes.paused.current) start(element, latest().wishes.blocked);
  };
  const timer = setInterval(look, SAMPLE_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  look();
}

function listen(element: HTMLVideoElement, attempt: number, latest: () => Latest, signal: AbortSignal): void {
  const picture = (): void => latest().wanted.onPicture(attempt);
  element.addEventListener("playing", picture, { signal });
  element.addEventListener("loadeddata", () => latest().wishes.paused.current && picture(), { signal });
  element.addEventListener("ended", () => latest().wanted.onEnded(attempt), { signal });
}

function holdDistance(
  element: HTMLVideoElement,
  latest: () => Latest,
  signal: AbortSignal,
): { readonly stalled: () => void } {
  let state = startRate(performance.now());
  const sample = (): void => {
    if (element.paused || element.seeking || element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    const ahead = aheadOf(rangesOf(element.buffered), element.currentTime);
    state = sampleRate(latest().wanted.rates, state, ahead, performance.now());
    const rate = latest().wishes.close.current ? state.rate : 1;
    if (element.playbackRate !== rate) element.playbackRate = rate;
  };
  const timer = setInterval(sample, SAMPLE_MS);
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    element.playbackRate = 1;
  });
  return {
    stalled: () => {
      state = stalled(state, performance.now());
    },
  };
}

/** Tells when a player that should play has not moved for a while: some stop a moment before the end and never say so. */
function watchProgress(element: HTMLVideoElement, stuck: () => void, signal: AbortSignal): void {
  let [place, since] = [element.currentTime, performance.now()];
  const look = (): void => {
    const now = performance.now();
    if (element.currentTime !== place || element.paused) [place, since] = [element.currentTime, now];
    else if (now - since >= STUCK_MS) stuck();
  };
  const timer = setInterval(look, STUCK_MS / 4);
  signal.addEventListener("abort", () => clearInterval(timer));
}

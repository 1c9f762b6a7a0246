import { headLength, typeOf } from "./mp4";
import { beforeSilence } from "./silence";
import { aheadOf, type Open, rangesOf, type Source, type SourceEvents } from "./source";

/**
 * Plays one endless answer: fragmented MP4 with a fragment per frame, as it comes. Half a second from lens to glass, where
 * playlists take a second. The end of the answer is the end of the timeline.
 */
export const openStream =
  (url: string): Open =>
  (video, events) => {
    const life = new AbortController();
    video.addEventListener("waiting", () => !video.seeking && events.stalled(), { signal: life.signal });
    void play(url, video, events, life.signal);
    return {
      edge: () => edgeOf(video),
      close: () => {
        life.abort();
        URL.revokeObjectURL(video.src);
        video.removeAttribute("src");
        video.load();
      },
    } satisfies Source;
  };

type MediaSourceKind = typeof MediaSource;

/** What this browser offers: phones have another kind, which needs to know that nothing else will play it. */
export function mediaSourceKind(): MediaSourceKind | null {
  const managed = (window as { readonly ManagedMediaSource?: MediaSourceKind }).ManagedMediaSource;
  return managed ?? (typeof MediaSource === "undefined" ? null : MediaSource);
}

/** A frame comes every 33 ms, of the slate too: what brings nothing for so long is held back or was cut on the way. */
const SILENCE_MS = 5_000;
const RESERVE_S = 0.25;
/** Played media is kept for a step back, no longer. */
const KEPT_S = 20;
const TRIM_S = 10;

const edgeOf = (video: HTMLVideoElement): number | null =>
  video.buffered.length > 0 ? video.buffered.end(video.buffered.length - 1) - RESERVE_S : null;

async function play(url: string, video: HTMLVideoElement, events: SourceEvents, signal: AbortSignal): Promise<void> {
  const Kind = mediaSourceKind();
  if (!Kind) return events.failed("this browser has no MediaSource");
  try {
    const asked = fetch(url, { credentials: "include", cache: "no-store", signal });
    const response = await beforeSilence(asked, SILENCE_MS);
    if (!response.ok || !response.body) throw new Error(`${response.status}`);
    const source = new Kind();
    video.disableRemotePlayback = true;
    video.src = URL.createObjectURL(source);
    await once(source, "sourceopen", signal);
    await pump(response.body.getReader(), source, Kind, video, signal);
    if (!signal.aborted && source.readyState === "open") source.endOfStream();
  } catch (error) {
    if (!signal.aborted) events.failed(error instanceof Error ? error.message : String(error));
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;

async function pump(
  reader: Reader,
  source: MediaSource,
  kind: MediaSourceKind,
  video: HTMLVideoElement,
  signal: AbortSignal,
): Promise<void> {
  let first = new Uint8Array(0);
  let buffer: SourceBuffer | null = null;
  for (;;) {
    const { done, value } = await beforeSilence(reader.read(), SILENCE_MS);
    if (done) return;
    if (buffer) {
      await append(buffer, value, signal);
    } else {
      first = joined(first, value);
      if (headLength(first) === null) continue;
      buffer = bufferFor(first, source, kind);
      await append(buffer, first, signal);
    }
    begin(video);
    await trim(buffer, video, signal);
  }
}

function bufferFor(first: Uint8Array, source: MediaSource, kind: MediaSourceKind): SourceBuffer {
  const type = typeOf(first);
  if (type === null || !kind.isTypeSupported(type)) throw new Error(`this browser does not play ${type}`);
  return source.addSourceBuffer(type);
}

/** The answer begins with the current group of pictures: most of it lies in the past. */
function begin(video: HTMLVideoElement): void {
  const edge = edgeOf(video);
  if (edge === null || video.buffered.length === 0) return;
  const isThere = aheadOf(rangesOf(video.buffered), video.currentTime) > 0;
  if (!isThere) video.currentTime = Math.max(edge, video.buffered.start(0));
}

async function append(buffer: SourceBuffer, data: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<void> {
  const done = once(buffer, "updateend", signal);
  buffer.appendBuffer(data);
  await done;
}

async function trim(buffer: SourceBuffer, video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  const first = buffer.buffered.length > 0 ? buffer.buffered.start(0) : 0;
  if (video.currentTime - first < KEPT_S + TRIM_S) return;
  const done = once(buffer, "updateend", signal);
  buffer.remove(first, video.currentTime - KEPT_S);
  await done;
}

function once(target: EventTarget, name: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    target.addEventListener(name, () => resolve(), { once: true, signal });
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

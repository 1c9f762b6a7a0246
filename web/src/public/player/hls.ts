import Hls, { type HlsConfig } from "hls.js";
import { PARTS_BELOW_US } from "./rate";
import type { Open, Source, SourceEvents } from "./source";

/**
 * Plays a playlist with hls.js. `backBufferLength` stays unset and the rate is our own: both made players run dry. No worker,
 * so that the page needs none from a blob; there is nothing to re-pack in fragmented MP4 anyway.
 */
const configFor = (delayUs: number): Partial<HlsConfig> => ({
  lowLatencyMode: delayUs < PARTS_BELOW_US,
  maxLiveSyncPlaybackRate: 1,
  liveSyncOnStallIncrease: 0.3,
  enableWorker: false,
  startPosition: -1,
});

export const openHls =
  (url: string, delayUs: number, sendsCookies = false): Open =>
  (video, events) => {
    if (!Hls.isSupported()) return openNative(url, video, events);
    const config = configFor(delayUs);
    return attach(url, sendsCookies ? { ...config, xhrSetup: withCookies } : config, video, events);
  };

/** The gallery's pass goes along to another port of this host too. */
function withCookies(request: XMLHttpRequest): void {
  request.withCredentials = true;
}

function attach(url: string, config: Partial<HlsConfig>, video: HTMLVideoElement, events: SourceEvents): Source {
  const hls = new Hls(config);
  hls.subtitleDisplay = false; // the page shows the words itself
  let recovered = false;
  hls.on(Hls.Events.ERROR, (_name, data) => {
    if (data.details === Hls.ErrorDetails.BUFFER_STALLED_ERROR) events.stalled();
    if (!data.fatal) return;
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR && !recovered) {
      recovered = true;
      hls.recoverMediaError();
    } else {
      events.failed(data.details);
    }
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return { edge: () => hls.liveSyncPosition, close: () => hls.destroy() };
}

/** Phones without MediaSource play it by themselves. */
function openNative(url: string, video: HTMLVideoElement, events: SourceEvents): Source {
  if (!video.canPlayType("application/vnd.apple.mpegurl")) {
    const timer = setTimeout(() => events.failed("this browser plays no HLS"));
    return { edge: () => null, close: () => clearTimeout(timer) };
  }
  const fail = (): void => events.failed(video.error?.message ?? "");
  video.addEventListener("error", fail);
  video.src = url;
  const edge = (): number | null =>
    video.seekable.length > 0 ? video.seekable.end(video.seekable.length - 1) - 2 : null;
  return {
    edge,
    close: () => {
      video.removeEventListener("error", fail);
      video.removeAttribute("src");
      video.load();
    },
  };
}

import type { Clocks } from "./silence";

/**
 * One worker stands between this page's encoders and the network. It has its own clock, so that a page that stands still
 * sends nothing five seconds later, and a page that wakes sends nothing before it has said that it knows the state.
 */

let worker: Worker | null = null;
let last: Clocks | null = null;
const guarded = new WeakSet<RTCRtpSender>();

const isSupported = (): boolean => typeof RTCRtpScriptTransform !== "undefined";

function theWorker(): Worker {
  if (worker === null) {
    worker = new Worker(new URL("./frames.worker.ts", import.meta.url), { type: "module" });
    worker.postMessage(last);
  }
  return worker;
}

/** This page lives and knows the state at `at`; null: nothing of it may be sent. */
export function tellAlive(at: Clocks | null): void {
  last = at;
  worker?.postMessage(at);
}

/** Puts the worker into a sender's path, once. A worker that does not answer lets nothing pass. */
export function guardFrames(sender: RTCRtpSender): void {
  if (!isSupported() || guarded.has(sender)) return;
  guarded.add(sender);
  sender.transform = new RTCRtpScriptTransform(theWorker());
}

import { describe, expect, it } from "vitest";
import {
  GALLERY,
  isPictureOn,
  isTail,
  nothing,
  type Playback,
  type PlaybackEvent,
  reducePlayback,
  WEBCAST,
} from "./playback";

const NOTHING = nothing(WEBCAST);
const TAIL_MS = WEBCAST.tailMs;
const run = (events: readonly PlaybackEvent[], from: Playback = NOTHING): Playback =>
  events.reduce(reducePlayback, from);
const told = (live: string | null, at = 0): PlaybackEvent => ({ kind: "told", live, at });
const playing = (attempt: number): PlaybackEvent => ({ kind: "playing", attempt });
const ended = (attempt: number, at = 0): PlaybackEvent => ({ kind: "ended", attempt, at });
const failed = (attempt: number, at = 0): PlaybackEvent => ({ kind: "failed", attempt, at });
const stuck = (attempt: number, at = 0): PlaybackEvent => ({ kind: "stuck", attempt, at });
const tick = (at: number): PlaybackEvent => ({ kind: "tick", at });

describe("reducePlayback", () => {
  it.each([
    ["nothing live", [told(null)], null, "none", 0],
    ["live", [told("a")], "a", "loading", 1],
    ["live and playing", [told("a"), playing(1)], "a", "playing", 1],
    ["the same told again", [told("a"), playing(1), told("a", 9)], "a", "playing", 1],
    ["closed: the tail plays on", [told("a"), playing(1), told(null, 5)], "a", "playing", 1],
    ["closed: the tail ends", [told("a"), playing(1), told(null, 5), ended(1, 9)], "a", "ended", 1],
    ["ended before the status says so", [told("a"), playing(1), ended(1, 4)], "a", "ended", 1],
    ["then the status says so", [told("a"), playing(1), ended(1, 4), told(null, 5)], "a", "ended", 1],
    ["open again", [told("a"), playing(1), told(null, 5), ended(1, 9), told("b", 99)], "b", "loading", 2],
    ["open again during the tail", [told("a"), playing(1), told("b", 5)], "a", "playing", 1],
    ["then the tail ends", [told("a"), playing(1), told("b", 5), ended(1, 9)], "b", "loading", 2],
    ["another timeline before the first picture", [told("a"), told("b", 5)], "b", "loading", 2],
    ["closed before the first picture", [told("a"), told(null, 5)], null, "none", 2],
    ["an old timeline's end", [told("a"), told("b", 5), ended(1, 6)], "b", "loading", 2],
    ["an old timeline's first picture", [told("a"), told("b", 5), playing(1)], "b", "loading", 2],
    ["stuck while live", [told("a"), playing(1), stuck(1, 5)], "a", "stalled", 1],
    ["stuck while live, and moving again", [told("a"), playing(1), stuck(1, 5), playing(1)], "a", "playing", 1],
    ["stuck while live, then closed", [told("a"), playing(1), stuck(1, 5), told(null, 6)], "a", "stalled", 1],
    ["stuck at the end of the tail", [told("a"), playing(1), told(null, 5), stuck(1, 9)], "a", "ended", 1],
    ["stuck, and another is live", [told("a"), playing(1), told("b", 5), stuck(1, 9)], "b", "loading", 2],
    ["stuck before the first picture", [told("a"), stuck(1, 9)], "a", "loading", 1],
    ["a stuck tail", [told("a"), playing(1), told("b", 5), tick(4 + TAIL_MS)], "a", "playing", 1],
    ["a stuck tail, too long", [told("a"), playing(1), told("b", 5), tick(5 + TAIL_MS)], "b", "loading", 2],
    ["a stuck tail with nothing after it", [told("a"), playing(1), told(null, 5), tick(5 + TAIL_MS)], null, "none", 2],
    ["failed", [told("a"), failed(1, 10)], "a", "failed", 1],
    ["failed, too soon to try again", [told("a"), failed(1, 10), tick(509)], "a", "failed", 1],
    ["failed, tried again", [told("a"), failed(1, 10), tick(510)], "a", "loading", 2],
    ["failed, then closed", [told("a"), failed(1, 10), told(null, 20)], null, "none", 2],
    ["failed, then another", [told("a"), failed(1, 10), told("b", 20)], "b", "loading", 2],
  ] as const)("%s", (_name, events, attached, phase, attempt) => {
    expect(run(events)).toMatchObject({ attached, phase, attempt });
  });

  it.each([
    ["not at once", 1_998, "ended", 1],
    ["after a second", 1_999, "loading", 2],
  ] as const)("begins a gallery's answer again that was cut: %s", (_name, at, phase, attempt) => {
    expect(run([told("a"), playing(1), ended(1, 999), tick(at)], nothing(GALLERY))).toMatchObject({ phase, attempt });
  });

  it("leaves a gallery's answer that ended with its timeline", () => {
    const events = [told("a"), playing(1), ended(1, 999), told(null, 1_100), tick(9_000)];
    expect(run(events, nothing(GALLERY))).toMatchObject({ attached: "a", phase: "ended", attempt: 1 });
  });

  it("waits longer after each failure until a picture comes", () => {
    let state = run([told("a"), failed(1, 0), tick(500), failed(2, 500)]);
    expect(run([tick(1_499)], state).phase).toBe("failed");
    state = run([tick(1_500), playing(3)], state);
    expect(state).toMatchObject({ phase: "playing", failures: 0 });
  });

  it("holds to its law whatever happens", () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed % below;
    };
    let state = NOTHING;
    for (let at = 0; at < 400_000; at += 100) {
      const before = state;
      const attempt = state.attempt - random(2);
      const event = [
        told([null, "a", "b"][random(3)] ?? null, at),
        playing(attempt),
        ended(attempt, at),
        failed(attempt, at),
        stuck(attempt, at),
        tick(at),
      ][random(6)] as PlaybackEvent;
      state = reducePlayback(state, event);
      // Another attachment always has another number; a picture that plays is only torn away when its tail is too long.
      if (state.attached !== before.attached) expect(state.attempt).toBeGreaterThan(before.attempt);
      if (
        isPictureOn(before) &&
        state.attempt !== before.attempt &&
        event.kind !== "ended" &&
        event.kind !== "failed"
      ) {
        expect(at - before.since).toBeGreaterThanOrEqual(TAIL_MS);
      }
      if (isTail(state)) expect(state.attached).not.toBe(state.live);
    }
  });
});

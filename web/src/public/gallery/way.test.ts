import { describe, expect, it } from "vitest";
import { GALLERY, type PlaybackEvent, retryAfter } from "../player/playback";
import { type Following, notFollowing, reduceFollowing } from "./way";

const run = (events: readonly PlaybackEvent[], from: Following): Following => events.reduce(reduceFollowing, from);
const told = (live: string | null, at = 0): PlaybackEvent => ({ kind: "told", live, at });
const playing = (attempt: number): PlaybackEvent => ({ kind: "playing", attempt });
const failed = (attempt: number, at: number): PlaybackEvent => ({ kind: "failed", attempt, at });
const tick = (at: number): PlaybackEvent => ({ kind: "tick", at });
const gone = (at: number): readonly PlaybackEvent[] => [told(null, at), tick(at + GALLERY.tailMs)];

const FRESH = notFollowing(true);
const TWICE = [failed(1, 0), tick(retryAfter(1)), failed(2, 600)];

describe("the way of the gallery", () => {
  it("is the stream of frames, also after one failure", () => {
    expect(run([told("a"), playing(1)], FRESH).way.byPlaylist).toBe(false);
    expect(run([told("a"), failed(1, 0), tick(retryAfter(1)), playing(2)], FRESH).way.byPlaylist).toBe(false);
  });

  it("is the playlists after two, before the third attempt", () => {
    const given = run([told("a"), ...TWICE], FRESH);
    expect(given).toMatchObject({ way: { byPlaylist: true }, playback: { attempt: 2, phase: "failed" } });
    const third = run([tick(600 + retryAfter(2)), playing(3)], given);
    expect(third).toMatchObject({ way: { byPlaylist: true }, playback: { attempt: 3, phase: "playing", failures: 0 } });
  });

  it("stays the playlists where the stream never came", () => {
    const third = run([told("a"), ...TWICE, tick(600 + retryAfter(2)), playing(3), ...gone(5_000)], FRESH);
    expect(run([told("b", 9_000)], third)).toMatchObject({ way: { byPlaylist: true }, playback: { attached: "b" } });
  });

  it("is the stream again with the next timeline where it came before", () => {
    const lost = run([told("a"), playing(1), ...TWICE, tick(600 + retryAfter(2)), playing(3)], FRESH);
    expect(lost.way.byPlaylist).toBe(true);
    expect(run(gone(5_000), lost).way.byPlaylist).toBe(true);
    const next = run([...gone(5_000), told("b", 9_000)], lost);
    expect(next).toMatchObject({ way: { byPlaylist: false }, playback: { attached: "b", phase: "loading" } });
  });

  it("is the playlists for good where the browser cannot play the stream", () => {
    const events = [told("a"), playing(1), ...gone(5_000), told("b", 9_000), playing(3)];
    expect(run(events, notFollowing(false)).way).toMatchObject({ byPlaylist: true, isProven: false });
  });
});

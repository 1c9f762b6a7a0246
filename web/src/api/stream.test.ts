import { describe, expect, it } from "vitest";
import { ApiError } from "./http";
import { newId } from "./ids";
import type { Shown, View } from "./model";
import { sseParser } from "./sse";
import { backoff, isSilent, reduceStream, type StreamEvent, type StreamState, startOf } from "./stream";

const S = 1_000_000;
const shown = (rev: number, now: number): Shown => ({ topic: "view", rev, now, view: { next_step: `${rev}` } as View });
const run = (events: readonly StreamEvent[]): StreamState => events.reduce(reduceStream, startOf(0));
const message = (rev: number, at: number, now = at): StreamEvent => ({ kind: "message", at, shown: shown(rev, now) });

describe("reduceStream", () => {
  it("shows the last whole view", () => {
    const state = run([message(1, S), message(4, 2 * S)]);
    expect([state.rev, state.view?.next_step, state.stale]).toEqual([4, "4", false]);
  });

  it("goes stale after five silent seconds and keeps the view to say what it was", () => {
    const state = run([message(1, S), { kind: "tick", at: 6 * S + 1 }]);
    expect([state.stale, state.rev]).toEqual([true, 1]);
  });

  it("does not go stale while comments come", () => {
    const state = run([message(1, S), { kind: "heard", at: 4 * S }, { kind: "tick", at: 8 * S }]);
    expect(state.stale).toBe(false);
  });

  it("stays stale until a whole view comes: old bytes of a frozen page prove nothing", () => {
    const frozen = [
      message(1, S),
      { kind: "tick", at: 60 * S },
      { kind: "heard", at: 60 * S },
      { kind: "tick", at: 61 * S },
    ];
    expect(run(frozen as StreamEvent[]).stale).toBe(true);
    expect(run([...(frozen as StreamEvent[]), message(1, 62 * S)]).stale).toBe(false);
  });

  it("goes stale before the first view too", () => {
    expect(run([{ kind: "tick", at: 6 * S }]).stale).toBe(true);
  });

  it("takes the clock from the least delayed message of a connection, and forgets it with the connection", () => {
    const first = run([message(1, 10 * S, 12 * S), message(2, 20 * S, 21 * S)]);
    expect(first.offset).toBe(2 * S);
    const second = [{ kind: "opened" }, message(3, 30 * S, 31 * S)] as StreamEvent[];
    expect(second.reduce(reduceStream, first).offset).toBe(1 * S);
  });

  it("counts failures until a view comes", () => {
    expect(run([{ kind: "lost" }, { kind: "lost" }]).failures).toBe(2);
    expect(run([{ kind: "lost" }, message(1, S)]).failures).toBe(0);
  });

  it("keeps a refusal", () => {
    const error = new ApiError(401, "", "");
    expect(run([{ kind: "refused", error }]).refused).toBe(error);
  });
});

describe("isSilent", () => {
  it.each([
    [0, 5 * S, false],
    [0, 5 * S + 1, true],
    [10 * S, 9 * S, false],
    [10 * S, 4 * S, true],
  ])("heard at %d, now %d: %s", (heard, at, expected) => {
    expect(isSilent(heard, at)).toBe(expected);
  });
});

describe("sseParser", () => {
  it("joins pieces, keeps lines of one message and ignores comments", () => {
    const parser = sseParser();
    expect(parser.push(': here\n\ndata: {"a"')).toEqual([]);
    expect(parser.push(": 1}\r\ndata:b\n\n: here\n\nevent: x\ndata: c\n\n")).toEqual(['{"a": 1}\nb', "c"]);
  });

  it("does not end a message in the middle of a line break", () => {
    const parser = sseParser();
    expect(parser.push("data: a\r")).toEqual([]);
    expect(parser.push("\n\r")).toEqual([]);
    expect(parser.push("\n")).toEqual(["a"]);
  });
});

describe("backoff", () => {
  it("grows to five seconds", () => {
    expect([1, 2, 3, 20].map((failures) => backoff(failures, 1))).toEqual([500, 1000, 2000, 5000]);
    expect(backoff(20, 0)).toBe(2500);
  });
});

describe("newId", () => {
  it("is 26 characters of lower-case base32", () => {
    expect(newId()).toMatch(/^[a-z2-7]{26}$/);
    expect(newId(new Uint8Array(16))).toBe("a".repeat(26));
    expect(newId(new Uint8Array(16).fill(255))).toBe(`${"7".repeat(25)}4`);
  });
});

import { describe, expect, it } from "vitest";
import type { View } from "../../api/model";
import { stateOfError } from "./capture";
import { FIRST_CHOICES, parseChoices } from "./choices";
import { enterBar, isShutOutside, placeInDelegation, presence, screenOf } from "./enter";
import { gradeOf, median } from "./network";
import { loudness } from "./sound";

interface Change {
  readonly place?: string;
  readonly must?: boolean;
  readonly door?: string;
  readonly can?: Record<string, string | null>;
  readonly seats?: readonly object[];
}

const view = ({
  place = "lobby",
  must = false,
  door = "doors_closed",
  can = { enter: null },
  seats = [],
}: Change): View =>
  ({
    me: { seat: "s3", delegation: "v", place, must_state_alone: must },
    door: { state: door },
    can,
    seats,
  }) as unknown as View;

const named = (...names: string[]): Error => Object.assign(new Error(), { name: names[0] });

describe("screenOf", () => {
  it.each([
    [{}, "check"],
    [{ place: "door" }, "door"],
    [{ place: "removed" }, "removed"],
    [{ place: "removed", door: "ended" }, "ended"],
  ])("%j: %s", (change, expected) => {
    expect(screenOf(view(change))).toBe(expected);
  });
});

describe("enterBar", () => {
  it.each([
    [{}, false, { kind: "free" }],
    [{ must: true }, false, { kind: "alone" }],
    [{ must: true }, true, { kind: "free" }],
    [{ can: { enter: "The meeting is locked." } }, true, { kind: "rules", reason: "The meeting is locked." }],
    [{ must: true, can: { enter: "The meeting is locked." } }, false, { kind: "alone" }],
  ])("%j, alone %s", (change, isAlone, expected) => {
    expect(enterBar(view(change), isAlone)).toEqual(expected);
  });
});

describe("isShutOutside", () => {
  it.each([
    ["doors_closed", false, true],
    ["closed", false, true],
    ["closed", true, false],
    ["closing", false, false],
    ["not_dark", false, false],
    ["not_known", false, false],
    ["opening", false, false],
    ["on_air", false, false],
  ] as const)("%s, stale %s: %s", (state, isStale, expected) => {
    expect(isShutOutside(state, isStale)).toBe(expected);
  });
});

describe("the held place", () => {
  const seats = [
    { seat: "s1", delegation: "v", in_roster: true, present: true },
    { seat: "s2", delegation: "e", in_roster: true, present: null },
    { seat: "s3", delegation: "v", in_roster: true, present: false },
    { seat: "s4", delegation: "v", in_roster: false, present: true },
  ];

  it("is counted within the delegation", () => {
    expect(placeInDelegation(view({ seats }))).toBe(2);
    expect(placeInDelegation(view({}))).toBeNull();
  });

  it("says who is measured inside, or nothing", () => {
    expect(presence(view({ seats }).seats)).toEqual({ present: 1, all: 3 });
    expect(presence(view({ seats: [{ in_roster: true, present: null }] }).seats)).toBeNull();
  });
});

describe("devices", () => {
  it.each([
    ["NotAllowedError", "refused"],
    ["NotFoundError", "none"],
    ["OverconstrainedError", "none"],
    ["TypeError", "none"],
    ["NotReadableError", "busy"],
  ])("%s: %s", (name, expected) => {
    expect(stateOfError(named(name))).toBe(expected);
  });

  it("remember only what can be read", () => {
    const kept = { devices: { camera: "c", microphone: "m", speaker: "s" }, wish: { camera: false, microphone: true } };
    expect(parseChoices(JSON.stringify(kept))).toEqual(kept);
    for (const bad of [null, "", "{", "{}", '{"devices":{}}']) expect(parseChoices(bad)).toEqual(FIRST_CHOICES);
    expect(parseChoices('{"devices":{"camera":5},"wish":{"camera":1}}')).toEqual({
      devices: { camera: "", microphone: "", speaker: "" },
      wish: { camera: false, microphone: false },
    });
  });
});

describe("measures", () => {
  it.each([
    [null, "none"],
    [38, "good"],
    [200, "fair"],
    [900, "poor"],
  ] as const)("%s ms: %s", (ms, expected) => {
    expect(gradeOf(ms)).toBe(expected);
  });

  it("take the middle of the round trips", () => {
    expect([median([]), median([5, 1, 9]), median([4, 2])]).toEqual([null, 5, 2]);
  });

  it("hear silence, speech and full scale", () => {
    expect(loudness(new Float32Array(64))).toBe(0);
    expect(loudness(new Float32Array(64).fill(1))).toBe(1);
    expect(loudness(new Float32Array(64).fill(0.1))).toBeCloseTo(40 / 60);
  });
});

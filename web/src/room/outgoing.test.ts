import { describe, expect, it } from "vitest";
import type { ChamberWanted } from "./model";
import { controlState, outgoing } from "./outgoing";

const track = (readyState: MediaStreamTrackState = "live") => ({ readyState }) as MediaStreamTrack;
const here: ChamberWanted = { key: "a", use: "current", side: "open" };
const ahead: ChamberWanted = { key: "b", use: "ahead", side: "closed" };
const both = ["camera", "microphone"];
const captured = { camera: track(), microphone: track(), screen_share: track() };

describe("outgoing", () => {
  const cases: [string, Partial<Parameters<typeof outgoing>[0]>, Record<string, boolean>][] = [
    ["what is granted and wished", {}, { camera: true, microphone: true }],
    ["nothing into a chamber ahead", { chamber: ahead }, {}],
    ["nothing into a chamber that is not wanted", { chamber: undefined }, {}],
    ["nothing without a grant", { granted: [] }, {}],
    ["only the granted source", { granted: ["camera"] }, { camera: true }],
    ["the wish kept as off", { wish: { camera: true, microphone: false } }, { camera: true, microphone: false }],
    ["a silent page keeps places, all off", { silent: true }, { camera: false, microphone: false }],
    ["a screen once it is granted", { granted: ["screen_share"] }, { screen_share: true }],
    ["not what is not captured", { captured: {} }, {}],
    ["not a dead track", { captured: { camera: track("ended") } }, {}],
  ];
  it.each(cases)("sends %s", (_name, input, expected) => {
    const wish = { camera: true, microphone: true };
    const sent = outgoing({ chamber: here, granted: both, wish, silent: false, captured, ...input });
    expect(Object.fromEntries(Object.entries(sent).map(([source, { on }]) => [source, on]))).toEqual(expected);
  });
});

describe("controlState", () => {
  const base = { granted: both, wish: { camera: true, microphone: false }, silent: false, captured, denied: false };
  it.each([
    ["microphone", {}, "off"],
    ["camera", {}, "on"],
    ["microphone", { granted: [] }, "locked"],
    ["microphone", { granted: [], silent: true }, "locked"],
    ["camera", { silent: true }, "silenced"],
    ["camera", { captured: {}, denied: true }, "missing"],
    ["camera", { captured: {} }, "on"],
  ] as const)("%s with %o is %s", (source, change, expected) => {
    expect(controlState(source, { ...base, ...change })).toBe(expected);
  });
});

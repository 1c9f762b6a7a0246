import { describe, expect, it } from "vitest";
import type { DoorState, View } from "../../api/model";
import { exampleView } from "../../testing/exampleView";
import { isGalleryRole } from "./role";
import { galleryCover, poolOutAfter } from "./shown";

const CUT = Date.UTC(2027, 2, 9, 13, 7, 31) * 1000;
const EXPECTED = Date.UTC(2027, 2, 9, 14, 10) * 1000;

const seen = (state: DoorState, change: Partial<View["door"]> = {}): View => {
  const view = exampleView();
  const side = state === "on_air" ? "open" : "closed";
  const door = { ...view.door, state, side, cut: CUT, live: CUT + 1, since: CUT + 1, ...change } as View["door"];
  return { ...view, me: { ...view.me, role: "journalist", place: "outside", access: "hear" }, door };
};

describe("galleryCover", () => {
  const out = "Pool out 14:07:31. Thank you.";
  it.each([
    ["before", seen("doors_closed"), false, false, false, "Wait. The slate is on."],
    ["on air, loading", seen("on_air"), false, false, false, "The picture is coming."],
    ["on air, lost", seen("on_air"), false, true, true, "The picture is interrupted. This page tries again by itself."],
    ["closing, after the programme", seen("closing"), false, true, false, out],
    ["closed, after the programme", seen("closed"), false, true, false, out],
    ["recess, after the programme", seen("recess"), false, true, false, out],
    ["not dark", seen("not_dark"), false, true, false, out],
    ["closed, for who came later", seen("closed"), false, false, false, "Wait. The slate is on."],
    ["about to re-open", seen("opening"), false, true, false, "Wait. The slate is on."],
    ["ended", seen("ended"), false, true, false, "The meeting has ended."],
    [
      "nothing heard",
      seen("closed"),
      true,
      true,
      false,
      "We have not heard from the server. Treat the meeting as ON AIR.",
    ],
    [
      "nothing measured",
      seen("not_known"),
      false,
      true,
      false,
      "We have not heard from the server. Treat the meeting as ON AIR.",
    ],
  ])("%s", (_name, view, stale, wasOn, failed, sentence) => {
    expect(galleryCover(view, stale, wasOn ? CUT : null, failed).sentence).toBe(sentence);
  });

  it("says when the meeting is expected back", () => {
    expect(galleryCover(seen("closed", { expected: EXPECTED }), false, CUT, false).more).toBe("Expected back 15:10");
    expect(galleryCover(seen("closed", { expected: EXPECTED }), false, null, false).more).toBe("Expected back 15:10");
  });
});

describe("poolOutAfter", () => {
  it.each([
    ["the programme is cut", null, seen("closing"), true, CUT],
    ["a later cut", CUT, seen("ended", { cut: CUT + 9 }), true, CUT],
    ["open again", CUT, seen("on_air"), true, null],
    ["nothing was seen here", null, seen("closed"), false, null],
  ] as const)("%s", (_name, before, view, wasOn, expected) => {
    expect(poolOutAfter(before, view, wasOn)).toBe(expected);
  });
});

it.each([
  ["journalist", true],
  ["pooler", true],
  ["observer", true],
  ["press_aide", false],
  ["principal", false],
  ["interpreter", false],
])("isGalleryRole(%s): %s", (role, expected) => {
  expect(isGalleryRole(role)).toBe(expected);
});

import { describe, expect, it } from "vitest";
import type { ShownRow } from "../api/model";
import { DOOR_LOOKS, delegationLetter, halves, rowLook } from "./doorLook";
import { type Hold, type HoldEvent, reduceHold } from "./hold";

const run = (events: readonly HoldEvent[]): Hold => events.reduce(reduceHold, { at: "rest" } as Hold);
const down: HoldEvent = { kind: "down", by: "Enter", now: 100 };

describe("reduceHold", () => {
  it.each<[string, readonly HoldEvent[], Hold["at"]]>([
    ["turns after two seconds", [down, { kind: "due", now: 2_100 }], "turned"],
    ["does not turn early", [down, { kind: "due", now: 2_099 }], "held"],
    ["is undone by letting go", [down, { kind: "up", by: "Enter", now: 2_000 }], "rest"],
    ["is undone by a slip", [down, { kind: "slip" }], "rest"],
    ["is not let go by another finger", [down, { kind: "up", by: "pointer 2", now: 500 }], "held"],
    [
      "is not restarted by another finger",
      [down, { kind: "down", by: "pointer 2", now: 900 }, { kind: "due", now: 2_100 }],
      "turned",
    ],
    ["cannot be let go before it is held", [{ kind: "up", by: "Enter", now: 1 }], "rest"],
    [
      "can be held again after it turned",
      [down, { kind: "due", now: 2_100 }, { kind: "up", by: "Enter", now: 2_200 }],
      "rest",
    ],
  ])("%s", (_name, events, expected) => {
    expect(run(events).at).toBe(expected);
  });
});

describe("looks", () => {
  it("draw what is open or not known never with shut leaves", () => {
    const shut = Object.entries(DOOR_LOOKS).filter(([, look]) => look.leaves === "shut");
    expect(shut.map(([state]) => state).sort()).toEqual(["closed", "recess"]);
  });

  it.each([
    ["closed", "CLOSED", ["CLO", "SED"]],
    ["closed", "FERMÉ", ["FER", "MÉ"]],
    ["closed", "مغلق", null],
    ["recess", "RECESS", null],
  ] as const)("split %s %s", (state, word, expected) => {
    expect(halves(state, word)).toEqual(expected);
  });

  it.each<[Partial<ShownRow>, string]>([
    [{ state: "ok" }, "ok"],
    [{ state: "unknown" }, "measuring"],
    [{ state: "failed" }, "failed"],
    [{ state: "unknown", jammed: true }, "jammed"],
    [{ state: "failed", jammed: true }, "jammed"],
  ])("row %j", (change, expected) => {
    expect(rowLook({ row: "r", state: "unknown", asked: null, found: "", jammed: false, ...change })).toBe(expected);
  });

  it("give each delegation its line, in order", () => {
    expect([-1, 0, 1, 6].map(delegationLetter)).toEqual(["a", "a", "b", "a"]);
  });
});

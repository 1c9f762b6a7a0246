import { describe, expect, it } from "vitest";
import { exampleView, NOW } from "../../testing/exampleView";
import { floorAct, running } from "./floor";

const SECOND = 1_000_000;
const floor = (seconds: number) => ({ holder: "dravic", since: NOW, seconds, waiting: [] });

describe("running", () => {
  it.each([
    ["no limit", 0, 600, { elapsed: 600 * SECOND, limit: null, warn: false, over: false }],
    ["within", 240, 100, { elapsed: 100 * SECOND, limit: 240 * SECOND, warn: false, over: false }],
    ["the last half minute", 240, 210, { elapsed: 210 * SECOND, limit: 240 * SECOND, warn: true, over: false }],
    ["over", 240, 240, { elapsed: 240 * SECOND, limit: 240 * SECOND, warn: false, over: true }],
    ["a clock behind", 0, -3, { elapsed: 0, limit: null, warn: false, over: false }],
  ])("%s", (_name, seconds, after, expected) => {
    expect(running(floor(seconds), NOW + after * SECOND)).toEqual(expected);
  });

  it("is nothing when nobody has the floor", () => {
    expect(running(exampleView().floor, NOW)).toBeNull();
  });
});

describe("floorAct", () => {
  const waiting = [{ seat: "dravic", person: "Anselka Dravic", delegation: "v", asked: NOW }];
  it.each([
    ["may ask", {}, "ask"],
    ["waits", { floor: { holder: null, since: 0, seconds: 0, waiting } }, "withdraw"],
    ["has it", { floor: floor(0) }, "yield"],
    ["has no voice ever", { can: {} }, null],
  ] as const)("%s", (_name, change, expected) => {
    expect(floorAct(exampleView(change))).toBe(expected);
  });
});

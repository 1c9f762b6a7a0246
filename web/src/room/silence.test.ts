import { describe, expect, it } from "vitest";
import { awake, fetched, maySend, SLEEP_MS, shown, ticked } from "./silence";

const at = (wall: number, steady = wall) => ({ wall, steady });

describe("the dead man's handle", () => {
  it("stays awake while the page runs", () => {
    let beat = awake(at(0));
    for (let now = 500; now < 20_000; now += 500) beat = ticked(beat, at(now));
    expect(beat.slept).toBe(false);
  });

  it.each([
    ["a frozen tab", at(SLEEP_MS, SLEEP_MS), true],
    ["a machine that slept: only the wall clock went on", at(SLEEP_MS, 500), true],
    ["a wall clock set forward counts as sleep", at(3_600_000, 500), true],
    ["a wall clock set back does not", at(-3_600_000, 500), false],
    ["a short stall does not", at(SLEEP_MS - 1, SLEEP_MS - 1), false],
  ])("%s", (_name, now, slept) => {
    expect(ticked(awake(at(0)), now).slept).toBe(slept);
  });

  it("wakes only when a state fetched after the sleep is on the screen", () => {
    const asleep = ticked(awake(at(0)), at(6_000));
    expect(shown(asleep, 99).slept).toBe(true);
    const asked = fetched(asleep, 12);
    expect(shown(asked, 11).slept).toBe(true);
    expect(shown(asked, 12).slept).toBe(false);
  });

  it("forgets what was fetched when it sleeps again", () => {
    const asleep = fetched(ticked(awake(at(0)), at(6_000)), 12);
    expect(shown(ticked(asleep, at(12_000)), 12).slept).toBe(true);
  });

  it("ignores an answer that nobody asked for", () => {
    expect(fetched(awake(at(0)), 12)).toEqual(awake(at(0)));
  });
});

describe("maySend", () => {
  it.each([
    ["the page just said so", at(100), at(100), true],
    ["the page said so within five seconds", at(0), at(SLEEP_MS - 1), true],
    ["the page has stood still for five seconds", at(0), at(SLEEP_MS), false],
    ["the machine slept: only the wall clock went on", at(0), at(SLEEP_MS, 10), false],
    ["the page said that it must not", null, at(0), false],
  ])("%s", (_name, said, now, expected) => {
    expect(maySend(said, now)).toBe(expected);
  });
});

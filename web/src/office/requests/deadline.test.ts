import { describe, expect, it } from "vitest";
import { deadlineOf } from "./deadline";

describe("the day of an answer", () => {
  it.each([
    ["2027-03-16", false, "open", 7, "warn"],
    ["2027-05-16", false, "open", 68, "plain"],
    ["2027-03-07", true, "drafted", -2, "bad"],
    ["2027-03-07", false, "replied", -2, "ok"],
    ["2027-03-07", true, "replied", -2, "bad"],
    [null, false, "open", null, "plain"],
  ] as const)("%s, late %s, %s", (due_last, late, state, days, look) => {
    expect(deadlineOf({ due_last, late, state }, "2027-03-09")).toEqual({ days, look });
  });
});

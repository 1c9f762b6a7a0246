import { describe, expect, it } from "vitest";
import { shortDay } from "../../i18n";
import { clocksOf, placeOf, timeIn } from "./when";

const AT = Date.UTC(2027, 2, 9, 14, 10) * 1000;
const HOUR = 3_600_000_000;

describe("clocksOf", () => {
  it.each([
    ["the same zone", "Europe/Paris", "Europe/Paris", AT, { own: "15:10", there: null }],
    ["another name of the same clock", "Europe/Berlin", "Europe/Paris", AT, { own: "15:10", there: null }],
    ["another clock", "Europe/London", "Europe/Paris", AT, { own: "14:10", there: "15:10" }],
    [
      "another day there",
      "America/New_York",
      "Pacific/Auckland",
      AT,
      { own: "09:10", there: `${shortDay(AT, "Pacific/Auckland")}, 03:10` },
    ],
    [
      "tomorrow",
      "Europe/Paris",
      "Europe/Paris",
      AT - 24 * HOUR,
      { own: `${shortDay(AT, "Europe/Paris")}, 15:10`, there: null },
    ],
  ])("%s", (_name, own, there, now, expected) => {
    expect(clocksOf(AT, there, now, own)).toEqual(expected);
  });
});

describe("timeIn", () => {
  it("says both clocks", () => {
    expect(timeIn(AT, "America/Argentina/Buenos_Aires", AT, "Europe/Paris")).toBe("15:10 (11:10 in Buenos Aires)");
    expect(timeIn(AT, "Europe/Paris", AT, "Europe/Paris")).toBe("15:10");
  });
});

describe("placeOf", () => {
  it.each([
    ["UTC", "UTC"],
    ["Europe/Paris", "Paris"],
  ])("%s: %s", (zone, place) => {
    expect(placeOf(zone)).toBe(place);
  });
});

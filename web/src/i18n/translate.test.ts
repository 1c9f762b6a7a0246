import { describe, expect, it } from "vitest";
import { en } from "./en";
import { chooseLocale } from "./locale";
import { pseudo } from "./pseudo";
import { fill } from "./translate";

const SEATS = "{n, plural, =0 {Nobody} one {# seat} other {# seats}}";

describe("fill", () => {
  it.each([
    ["Saved {time}.", { time: "13:02" }, "Saved 13:02."],
    ["{a} of {b}", { a: 1200, b: 3 }, "1,200 of 3"],
    ["{missing} stays", {}, "{missing} stays"],
    [SEATS, { n: 0 }, "Nobody"],
    [SEATS, { n: 1 }, "1 seat"],
    [SEATS, { n: 1500 }, "1,500 seats"],
  ])("fills %s", (message, values, expected) => {
    expect(fill(message, values, "en-GB")).toBe(expected);
  });

  it("does not read a value as a hole", () => {
    expect(fill("{a} {b}", { a: "{b}", b: "x" }, "en-GB")).toBe("{b} x");
  });
});

describe("pseudo", () => {
  it("accents words and leaves holes and plurals alone", () => {
    expect(pseudo("Save {name}")).toBe("[Sávé {name} ·]");
    expect(fill(pseudo(SEATS), { n: 2 }, "en-GB")).toBe("[2 seats · · ·]");
  });

  it("keeps every text of the catalogue fillable", () => {
    for (const [key, text] of Object.entries(en)) {
      const holes = text.match(/\{\w+[,}]/g) ?? [];
      expect([key, pseudo(text).match(/\{\w+[,}]/g) ?? []]).toEqual([key, holes]);
    }
  });
});

describe("the catalogue", () => {
  it("has no empty text", () => {
    expect(Object.entries(en).filter(([, text]) => text.trim() === "")).toEqual([]);
  });
});

describe("chooseLocale", () => {
  it.each([
    [null, null, "en"],
    ["qps-rtl", null, "qps-rtl"],
    [null, "qps-rtl", "qps-rtl"],
    ["en", "qps-rtl", "en"],
    ["xx", "qps-rtl", "qps-rtl"],
    ["xx", null, "en"],
  ])("asked %s, remembered %s: %s", (asked, remembered, expected) => {
    expect(chooseLocale(asked, remembered).id).toBe(expected);
  });
});

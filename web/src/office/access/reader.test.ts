import { describe, expect, it } from "vitest";
import type { Reader } from "./api";
import { isPresent, linkOf, stateOf } from "./reader";

const DAY = 86_400_000_000;
const NOW = 1_798_632_000_000_000;
const reader = (said: Partial<Reader>): Reader => ({
  id: "r",
  kind: "official",
  name: "Janek Orsund",
  of: "o",
  mandates: [],
  granted: NOW - DAY,
  until: null,
  ended: null,
  ...said,
});

describe("a reader", () => {
  it.each([
    [{}, true, "may read"],
    [{ until: NOW + DAY }, true, "may read until "],
    [{ until: NOW }, false, "was over "],
    [{ until: NOW + DAY, ended: NOW - DAY }, false, "ended "],
  ])("%o", (said, present, words) => {
    expect(isPresent(reader(said), NOW)).toBe(present);
    expect(stateOf(reader(said), NOW).startsWith(words)).toBe(true);
  });
  it("gets a link whose secret is never sent to a server by opening it", () => {
    expect(new URL(linkOf("https://a.example", "s3cret")).pathname).toBe("/desk/office");
    expect(new URL(linkOf("https://a.example", "s3cret")).hash).toBe("#s3cret");
  });
});

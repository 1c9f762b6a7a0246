import { describe, expect, it } from "vitest";
import { changesBetween } from "./changes";

describe("what a correction changed", () => {
  it("names the fields that differ", () => {
    expect(changesBetween({ name: "Astera", country: null }, { name: "Asteria" })).toEqual([
      { field: "name", before: "Astera", after: "Asteria" },
    ]);
  });
  it("tells a narrowing by what was added", () => {
    const wide = { words: "all" };
    const narrow = { words: "some" };
    expect(changesBetween({ scopes: [wide] }, { scopes: [wide, narrow] })).toEqual([
      { field: "scopes", before: [], after: [narrow] },
    ]);
    expect(changesBetween({ scopes: [wide, narrow] }, { scopes: [narrow] })).toEqual([
      { field: "scopes", before: [wide, narrow], after: [narrow] },
    ]);
  });
  it("is nothing where nothing changed", () => {
    expect(changesBetween({ topics: ["a"] }, { topics: ["a"] })).toEqual([]);
  });
});

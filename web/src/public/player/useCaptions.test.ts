import { describe, expect, it } from "vitest";
import { chosenOf } from "./useCaptions";

const tracks = [{ language: "fr" }, { language: "en-GB" }, { language: "de" }];

describe("chosenOf", () => {
  it.each([
    ["de", 2],
    ["de-AT", 2],
    ["en-US", 1],
    ["ar", 0],
  ])("%s", (language, place) => {
    expect(chosenOf(tracks, language)).toBe(tracks[place]);
  });

  it("is none where none is listed", () => {
    expect(chosenOf([], "en")).toBeNull();
  });
});

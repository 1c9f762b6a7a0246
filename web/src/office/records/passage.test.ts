import { describe, expect, it } from "vitest";
import { secondsOf } from "./passage";

const recordings = [
  { since: 10_000_000, until: 20_000_000, file: "0.mp4" },
  { since: 50_000_000, until: 70_000_000, file: "1.mp4" },
];
const passage = (since: number, until: number) => ({ meeting: "m", since, until });

describe("the seconds of a passage", () => {
  it("count from the beginning of the recording that holds it", () => {
    expect(secondsOf(passage(52_500_000, 60_000_000), recordings)).toEqual({ file: "1.mp4", from: 2.5, until: 10 });
  });
  it("end with the recording", () => {
    expect(secondsOf(passage(19_000_000, 52_000_000), recordings)).toEqual({ file: "0.mp4", from: 9, until: 10 });
  });
  it("are nowhere between recordings", () => {
    expect(secondsOf(passage(20_000_000, 21_000_000), recordings)).toBeNull();
    expect(secondsOf(passage(52_000_000, 53_000_000), [])).toBeNull();
  });
});

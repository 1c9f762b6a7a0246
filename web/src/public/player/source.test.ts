import { describe, expect, it } from "vitest";
import { aheadOf } from "./source";

describe("aheadOf", () => {
  it.each([
    ["nothing there", [], 3, 0],
    ["one piece", [[0, 10]], 3, 7],
    [
      "a hole shorter than a frame or two",
      [
        [0, 4],
        [4.05, 9],
      ],
      3,
      6,
    ],
    [
      "a hole",
      [
        [0, 4],
        [4.5, 9],
      ],
      3,
      1,
    ],
    ["all of it behind", [[0, 2]], 3, 0],
    ["all of it far in front", [[5, 9]], 3, 0],
    ["just before the first", [[3.05, 9]], 3, 6],
  ] as const)("%s", (_name, ranges, at, ahead) => {
    expect(aheadOf(ranges, at)).toBeCloseTo(ahead, 5);
  });
});

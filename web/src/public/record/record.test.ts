import { describe, expect, it } from "vitest";
import { grouped, megabytes, readRecord } from "./record";

const BASE = "/live/abc2/record/";
const sha256 = "0123456789abcdef".repeat(4);
const row = { from: 5, until: 9, file: "2.mp4", bytes: 1_234_567, sha256, still: "2.jpg" };
const first = { ...row, from: 1, until: 4, file: "/live/abc2/record/0.mp4", still: null };

describe("readRecord", () => {
  it("lists the parts in their order, with addresses below the meeting's", () => {
    expect(readRecord([row, first], BASE)).toEqual([first, { ...row, file: `${BASE}2.mp4`, still: `${BASE}2.jpg` }]);
  });

  it.each([
    ["elsewhere", { file: "https://elsewhere.example/x.mp4" }],
    ["another host", { file: "//elsewhere.example/x.mp4" }],
    ["another folder", { file: "/live/other/record/0.mp4" }],
    ["up", { file: "../gallery/x.mp4" }],
    ["no file", { file: "" }],
    ["no hash", { sha256: "abc" }],
    ["no time", { from: null }],
    ["less than nothing", { bytes: -1 }],
  ])("leaves out what cannot be: %s", (_name, change) => {
    expect(readRecord([{ ...row, ...change }], BASE)).toEqual([]);
  });

  it("offers no still that leads elsewhere", () => {
    expect(readRecord([{ ...row, still: "javascript:alert(1)" }], BASE)[0]?.still).toBeNull();
  });

  it.each([[null], [{}], ["x"], [[null, 3]]])("finds nothing in %j", (body) => {
    expect(readRecord(body, BASE)).toEqual([]);
  });
});

it("writes hashes and sizes for people", () => {
  expect(grouped("0123456789ab")).toBe("0123 4567 89ab");
  expect([megabytes(1_234_567), megabytes(10)]).toEqual([1.2, 0.1]);
});

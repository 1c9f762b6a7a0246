import { describe, expect, it } from "vitest";
import { readStatus } from "./status";

const words = { state: "closed", since: 5, reason: "Article 4", expected: 9 };
const body = {
  words,
  title: "A meeting",
  starts: 3,
  zone: "Europe/Paris",
  delegations: ["A", "B"],
  items: [{ title: "One" }, { title: "Two" }],
  item: { title: "One", since: 4 },
  delay_us: 15_000_000,
  path: "abc2",
  is_live: false,
};
const read = (change: object): ReturnType<typeof readStatus> => readStatus(JSON.stringify({ ...body, ...change }));

describe("readStatus", () => {
  it("reads all that the page shows", () => {
    expect(read({ unknown: 1 })).toEqual({
      words,
      title: "A meeting",
      starts: 3,
      zone: "Europe/Paris",
      delegations: ["A", "B"],
      items: ["One", "Two"],
      item: { title: "One", since: 4 },
      delayUs: 15_000_000,
      live: null,
    });
  });

  it.each([
    ["live", { is_live: true }, "abc2"],
    ["not live", { is_live: false }, null],
    ["no word of it", { is_live: undefined }, null],
    ["a name that leads elsewhere", { is_live: true, path: "../gallery" }, null],
    ["no name", { is_live: true, path: null }, null],
  ])("names the timeline: %s", (_name, change, live) => {
    expect(read(change)?.live).toBe(live);
  });

  it.each([
    ["no json", "<html>"],
    ["nothing", "null"],
    ["a list", "[]"],
    ["an unknown state", JSON.stringify({ ...body, words: { ...words, state: "open" } })],
    ["no instant", JSON.stringify({ ...body, words: { ...words, since: "now" } })],
    ["no words", JSON.stringify({ ...body, words: undefined })],
  ])("says that nothing is known: %s", (_name, text) => {
    expect(readStatus(text)).toBeNull();
  });

  it("shows what it can of a poor one", () => {
    expect(readStatus(JSON.stringify({ words: { state: "recess", since: 1 }, zone: "Mars/Olympus" }))).toEqual({
      words: { state: "recess", since: 1, reason: "", expected: null },
      title: "",
      starts: 0,
      zone: "UTC",
      delegations: [],
      items: [],
      item: null,
      delayUs: 0,
      live: null,
    });
  });
});

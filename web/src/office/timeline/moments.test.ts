import { describe, expect, it } from "vitest";
import type { RecordShown } from "../api";
import { momentsOf, parted } from "./moments";

const row = (kind: string, at: number, fields: Record<string, unknown> = {}): RecordShown => ({
  id: `${kind}${at}`,
  kind,
  at,
  fields,
  mandate: null,
  outside: null,
  names: {},
});
const day = (text: string): number => Date.parse(`${text}T12:00:00Z`) * 1000;

describe("a timeline", () => {
  it("has the newest first", () => {
    const rows = [row("engagement", 5), row("travel", 9), row("directive", 7)];
    expect(momentsOf(rows).map(({ what }) => what)).toEqual(["travel", "directive", "engagement"]);
  });
  it("tells a promise when it was made and when it falls due", () => {
    const promise = row("commitment", 1, { said_on: "2027-05-07", due_last: "2027-06-30" });
    expect(momentsOf([promise]).map(({ at, what }) => [at, what])).toEqual([
      [day("2027-06-30"), "due"],
      [day("2027-05-07"), "promised"],
    ]);
    expect(momentsOf([row("commitment", 1, { said_on: "2027-05-07", due_last: null })]).length).toBe(1);
  });
  it("tells a mandate when it was given and each time it changed", () => {
    const mandate = row("mandate", 2, { scopes: [{ since: 2 }, { since: 6 }, { since: 8 }] });
    expect(momentsOf([mandate]).map(({ at, what }) => [at, what])).toEqual([
      [8, "rescoped"],
      [6, "rescoped"],
      [2, "mandate"],
    ]);
  });
  it("leaves out what has no time", () => {
    expect(momentsOf([row("person", 0), row("organisation", 0)])).toEqual([]);
  });
  it("parts what is to come from what was", () => {
    const [ahead, over] = parted(momentsOf([row("travel", 9), row("travel", 5)]), 7);
    expect([ahead.length, over.length]).toEqual([1, 1]);
  });
});

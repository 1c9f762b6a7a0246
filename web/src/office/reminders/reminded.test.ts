import { describe, expect, it } from "vitest";
import { isReminded, reminderInWords } from "./reminded";

describe("a reminder", () => {
  it("goes to our own side only", () => {
    const rows = [
      { kind: "person", fields: { is_official: true } },
      { kind: "person", fields: { is_official: false } },
      { kind: "organisation", fields: { is_ours: true } },
      { kind: "organisation", fields: { is_ours: false } },
      { kind: "mandate", fields: { is_ours: true } },
    ];
    expect(rows.map(isReminded)).toEqual([true, false, true, false, false]);
  });
  it("says of which day it is, and whether it was sent", () => {
    const waiting = { commitment: "c", edge: "opens", day: "2027-06-01", at: 1_811_235_600_000_000, sent: null };
    expect(reminderInWords(waiting)).toContain(": waits until ");
    expect(reminderInWords({ ...waiting, sent: waiting.at })).toContain(": sent ");
    expect(reminderInWords(waiting)).toMatch(/^The window opens 1 Jun/);
  });
});

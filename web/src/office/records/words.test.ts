import { describe, expect, it } from "vitest";
import type { RecordShown } from "../api";
import { fieldsOf, inWords, titleOf, underTitle } from "./words";

const ID = "a".repeat(26);
const names = { [ID]: { kind: "person", name: "Davor Selmic" } };
const row = (kind: string, fields: Record<string, unknown>): RecordShown => ({
  id: "b",
  kind,
  at: 0,
  mandate: null,
  outside: null,
  names,
  fields,
});

describe("a record in words", () => {
  it("is called by its name, title, matter or place", () => {
    expect(titleOf(row("person", { name: "Asteria", place: "X" }))).toBe("Asteria");
    expect(titleOf(row("public_event", { title: "Remarks" }))).toBe("Remarks");
    expect(titleOf(row("travel", { country: "HAL", place: "Halvern" }))).toBe("Halvern");
    expect(titleOf(row("travel", { country: "HAL" }))).toBe("HAL");
  });
  it("is called by its channel and by whom it was with", () => {
    expect(titleOf(row("engagement", { channel: "phone", counterparts: [{ person: ID }] }))).toBe(
      "Phone with Davor Selmic",
    );
  });
  it("is told from others by the newest office", () => {
    const offices = [
      { title: "Minister", since: "2024-01-01" },
      { title: "President", since: "2026-01-01" },
      { title: "Mayor", since: null },
    ];
    expect(underTitle(row("person", { name: "A", offices }))).toBe("President");
    expect(underTitle(row("person", { name: "A", offices: [] }))).toBe("");
  });
  it("shows what holds something, and flags only where they are unusual", () => {
    const fields = {
      what: "Visit",
      note: "",
      topics: [],
      happened: true,
      is_official: true,
      on_record: false,
      meeting: ID,
    };
    expect(fieldsOf(row("commitment", fields)).map(([name]) => name)).toEqual(["what", "is_official"]);
    expect(fieldsOf(row("travel", { happened: false })).map(([name]) => name)).toEqual(["happened"]);
  });
});

describe("a value in words", () => {
  it.each([
    ["owner", ID, "Davor Selmic"],
    ["owner", "c".repeat(26), "Not shown"],
    ["channel", "in_person", "In person"],
    ["said_on", "2020-06-08", "8 Jun 2020"],
    ["topics", ["trade", "ports"], "trade, ports"],
    ["on_record", true, "Yes"],
    ["start", 1_600_000_000_000_000, "13 Sept 2020 12:26"],
    ["offices", [{ title: "President", organisation: ID, until: null }], "President, Davor Selmic"],
    [
      "officials",
      [
        { person: ID, level: "deputy" },
        { person: ID, level: "working" },
      ],
      "Davor Selmic, Deputy; Davor Selmic, Working level",
    ],
    [
      "scopes",
      [{ since: 1_600_000_000_000_000, words: "Lead it.", topics: ["trade"], countries: [] }],
      "13 Sept 2020 12:26, Lead it., Topics: trade",
    ],
  ])("%s %j", (name, value, expected) => {
    expect(inWords(name, value, names, "UTC")).toBe(expected);
  });
});

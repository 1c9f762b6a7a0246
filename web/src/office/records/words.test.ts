import { describe, expect, it } from "vitest";
import type { RecordShown } from "../api";
import { plainFields, titleOf } from "./words";

const row = (fields: Record<string, unknown>): RecordShown => ({
  id: "a",
  kind: "travel",
  at: 0,
  mandate: null,
  outside: null,
  fields,
});

describe("a record in words", () => {
  it("is called by its name, title, matter or place", () => {
    expect(titleOf(row({ name: "Asteria", place: "X" }))).toBe("Asteria");
    expect(titleOf(row({ title: "Remarks" }))).toBe("Remarks");
    expect(titleOf(row({ country: "HAL", place: "Halvern" }))).toBe("Halvern");
    expect(titleOf(row({ country: "HAL" }))).toBe("HAL");
  });
  it("shows what holds something and is no id", () => {
    const fields = {
      what: "Visit",
      note: "",
      owner: "a".repeat(26),
      topics: ["trade", "ports"],
      at: 5,
      happened: true,
    };
    expect(plainFields(row(fields))).toEqual([
      ["what", "Visit"],
      ["topics", "trade, ports"],
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { dueOf, type Promised } from "./due";

const promised: Promised = {
  what: "Visit",
  type: "visit",
  owner: "a",
  said_on: "2027-05-07",
  due_words: "in the month of June",
  due_first: "2027-06-01",
  due_last: "2027-06-30",
  state: "open",
  words: "",
  reason: "",
  note: "",
};

describe("what was promised", () => {
  it("is late on the day after its last day, and by how much", () => {
    expect(dueOf(promised, "2027-06-30").late).toBe(0);
    expect(dueOf(promised, "2027-07-01").late).toBe(1);
    expect(dueOf(promised, "2027-07-31").late).toBe(31);
  });
  it("is not late when it was kept, dropped, or names no day", () => {
    expect(dueOf({ ...promised, state: "kept" }, "2028-01-01").late).toBe(0);
    expect(dueOf({ ...promised, state: "dropped" }, "2028-01-01").late).toBe(0);
    expect(dueOf({ ...promised, due_first: null, due_last: null }, "2028-01-01")).toMatchObject({
      last: null,
      late: 0,
    });
  });
});

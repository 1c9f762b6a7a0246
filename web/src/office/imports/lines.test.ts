import { describe, expect, it } from "vitest";
import type { Line } from "./api";
import { countsOf, detailsOf, expectedIn, idsIn, isAcceptable, toldBy } from "./lines";

const OKVIST = "a".repeat(26);
const SELMIC = "b".repeat(26);
const names = { [OKVIST]: { kind: "title", name: "Mirela Okvist" }, [SELMIC]: { kind: "title", name: "Davor Selmic" } };
const line = (said: Partial<Line>): Line => ({
  number: 1,
  line: 2,
  state: "proposed",
  field: "",
  expected: "",
  kind: null,
  fields: null,
  record: null,
  ...said,
});

describe("the lines of a file", () => {
  it("are counted by state, what asks for a hand first", () => {
    const states = ["unchanged", "proposed", "entered", "fault", "proposed", "new state"];
    expect(countsOf(states.map((state) => line({ state })))).toEqual([
      ["fault", 1],
      ["proposed", 2],
      ["entered", 1],
      ["unchanged", 1],
      ["new state", 1],
    ]);
  });
  it("name records at any depth, each once", () => {
    const fields = { officials: [{ person: OKVIST }], counterparts: [{ person: SELMIC }], place: "Old Port" };
    expect(idsIn([line({ fields }), line({ record: OKVIST })])).toEqual([OKVIST, SELMIC]);
  });
  it("say which field holds something else than what is expected", () => {
    expect(expectedIn(line({ field: "since", expected: "a day of the calendar" }))).toBe(
      "Field since. Expected: a day of the calendar",
    );
    expect(expectedIn(line({ expected: "13 cells" }))).toBe("Expected: 13 cells");
    expect(expectedIn(line({}))).toBe("");
  });
});

describe("a proposal", () => {
  it("can become what a calendar holds, and nothing else", () => {
    expect([isAcceptable("travel"), isAcceptable("person"), isAcceptable(null)]).toEqual([true, false, false]);
  });
  it("tells what the calendar says, with people by their names", () => {
    const fields = {
      official: OKVIST,
      title: "Remarks",
      at: 1_798_621_200_000_000,
      zone: "UTC",
      place: "Harbour",
      happened: true,
      note: "",
    };
    const said = detailsOf(toldBy(line({ kind: "public_event", fields }), names));
    expect(said).toContain("Official: Mirela Okvist; When: ");
    expect(said).toContain("; Place: Harbour");
    expect(said).not.toContain("Remarks");
  });
});

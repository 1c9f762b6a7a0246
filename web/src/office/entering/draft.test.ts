import { describe, expect, it } from "vitest";
import { toDraft, toFields } from "./draft";
import { ENTERED, FORMS } from "./form";

describe("a form and the record behind it", () => {
  it("gives back what it was filled with", () => {
    const travel = {
      official: "a".repeat(26),
      country: "KAR",
      place: "Karsk",
      first: "2027-06-08",
      last: "2027-06-09",
      purpose: "Visit",
      happened: false,
      mandate: null,
      note: "",
    };
    expect(toFields(FORMS.travel, toDraft(FORMS.travel, travel))).toEqual(travel);
  });
  it("reads times in the record's zone", () => {
    const event = { at: 1_800_000_000_000_000, zone: "Asia/Tokyo" };
    const draft = toDraft(FORMS.public_event, event);
    expect(draft.at).toBe("2027-01-15T17:00");
    expect(toFields(FORMS.public_event, draft).at).toBe(event.at);
    expect(toFields(FORMS.public_event, { ...draft, zone: "UTC" }).at).toBe(event.at + 9 * 3_600_000_000);
  });
  it("leaves alone what it does not ask for", () => {
    const engagement = {
      meeting: "m".repeat(26),
      start: 0,
      zone: "UTC",
      officials: [
        { person: "p".repeat(26), level: "deputy", organisation: "o".repeat(26), title: "Envoy", stands_for: null },
      ],
      counterparts: [],
      documents: [],
    };
    const sent = toFields(FORMS.engagement, toDraft(FORMS.engagement, engagement), engagement);
    expect(sent).toMatchObject({ meeting: engagement.meeting, officials: engagement.officials, start: 0 });
  });
  it("splits lists at commas and writes countries large", () => {
    const draft = { ...toDraft(FORMS.mandate, {}), scopes: [{ topics: "trade, , ports", countries: "kar, lun" }] };
    expect(toFields(FORMS.mandate, draft).scopes).toMatchObject([
      { topics: ["trade", "ports"], countries: ["KAR", "LUN"] },
    ]);
  });
  it("begins with the usual values", () => {
    expect(toDraft(FORMS.engagement, {})).toMatchObject({ channel: "phone", happened: true, on_record: false });
    expect((toDraft(FORMS.engagement, {}).officials as unknown[]).length).toBe(1);
    expect(toDraft(FORMS.person, {}).offices).toEqual([]);
  });
  it("asks for each field of a kind once", () => {
    for (const kind of ENTERED) {
      const names = FORMS[kind].map((asked) => asked.name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

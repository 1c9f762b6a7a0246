import { describe, expect, it } from "vitest";
import type { PublicStatus, Words } from "../status/status";
import { coverOf, leadOf, newsOf, noteOf } from "./shown";

const NOON = Date.UTC(2027, 2, 9, 12, 0) * 1000;
const MINUTE = 60_000_000;
const PARIS = "Europe/Paris";

const words = (state: Words["state"], change: Partial<Words> = {}): Words => ({
  state,
  since: NOON - 7 * MINUTE,
  reason: "",
  expected: null,
  ...change,
});
const status = (said: Words, change: Partial<PublicStatus> = {}): PublicStatus => ({
  words: said,
  title: "A meeting",
  starts: NOON + 60 * MINUTE,
  zone: PARIS,
  delegations: [],
  items: [],
  item: null,
  delayUs: 15_000_000,
  live: null,
  ...change,
});
const soon = { expected: NOON + 63 * MINUTE };
const past = { expected: NOON - MINUTE };

describe("coverOf", () => {
  it.each([
    ["before", words("begins_soon"), false, ["The meeting begins soon.", "Begins", "14:00"], []],
    ["closed", words("closed"), false, ["The meeting continues in closed session.", "", ""], []],
    [
      "closed, back at",
      words("closed", { ...soon, reason: "Article 4" }),
      false,
      ["The meeting continues in closed session.", "Expected back", "14:03"],
      ["Article 4"],
    ],
    [
      "closed, late",
      words("closed", past),
      false,
      ["The meeting continues in closed session.", "", ""],
      ["The time announced has passed. No new time is known."],
    ],
    ["recess, back at", words("recess", soon), false, ["The meeting is in recess.", "Expected back", "14:03"], []],
    [
      "fault",
      words("fault"),
      false,
      ["The picture is interrupted.", "", ""],
      ["It comes back on this page by itself."],
    ],
    ["ended", words("ended"), false, ["The meeting has ended.", "", ""], []],
    [
      "on air, the delay runs",
      words("on_air", { since: NOON - 4_200_000 }),
      false,
      ["The meeting is on the record.", "The picture follows in", "11 s"],
      [],
    ],
    ["on air, loading", words("on_air"), false, ["The meeting is on the record.", "The picture is coming.", ""], []],
    [
      "on air, a clock that is wrong here",
      words("on_air", { since: NOON + 30 * MINUTE }),
      false,
      ["The meeting is on the record.", "The picture is coming.", ""],
      [],
    ],
    [
      "on air, lost",
      words("on_air"),
      true,
      ["The picture is interrupted. This page tries again by itself.", "", ""],
      [],
    ],
  ] as const)("%s", (_name, said, failed, [sentence, label, clock], more) => {
    expect(coverOf(status(said), failed, NOON, PARIS)).toEqual({ sentence, label, clock, more });
  });

  it("says when the announced beginning has passed", () => {
    const late = coverOf(status(words("begins_soon"), { starts: NOON - MINUTE }), false, NOON, PARIS);
    expect(late.more).toEqual(["The time announced has passed. The meeting has not begun yet."]);
  });

  it("gives the meeting's own clock to who is elsewhere", () => {
    const cover = coverOf(status(words("recess", soon)), false, NOON, "Europe/London");
    expect([cover.clock, cover.more]).toEqual(["13:03", ["14:03 in Paris"]]);
  });
});

describe("noteOf", () => {
  it.each([
    ["live", words("on_air"), true, false, "15 s behind the room"],
    ["live before the first picture", words("on_air"), false, false, ""],
    ["the tail of what was open", words("closed"), true, true, "What was said before 12:53 is still playing"],
    ["the tail before the status is told", words("closed"), true, false, "What was said before 12:53 is still playing"],
    ["interrupted", words("fault"), true, false, ""],
    ["closed", words("closed"), false, false, "No picture or sound is sent"],
    ["ended", words("ended"), false, false, "No picture or sound is sent"],
  ] as const)("%s", (_name, said, picture, tail, note) => {
    expect(noteOf(status(said), picture, tail, PARIS)).toBe(note);
  });

  it("says nothing of a delay that there is not", () => {
    expect(noteOf(status(words("on_air"), { delayUs: 0 }), true, false, PARIS)).toBe("");
  });
});

describe("leadOf", () => {
  it.each([
    ["before", words("begins_soon"), ["Begins 14:00."]],
    ["on air", words("on_air"), ["On the record since 12:53, live on this page.", "Now: Remarks."]],
    [
      "closed",
      words("closed", { ...soon, reason: "Article 4" }),
      ["In closed session since 12:53.", "Article 4", "Expected back at 14:03, live on this page."],
    ],
    ["recess", words("recess"), ["In recess since 12:53.", "No time is known for the return."]],
    [
      "recess, late",
      words("recess", past),
      ["In recess since 12:53.", "The time announced has passed. No new time is known."],
    ],
    ["fault", words("fault"), ["The picture is interrupted.", "It comes back on this page by itself."]],
    ["ended", words("ended"), ["Ended 12:53."]],
  ] as const)("%s", (_name, said, lead) => {
    expect(leadOf(status(said, { item: { title: "Remarks", since: NOON } }), NOON, PARIS)).toEqual(lead);
  });
});

describe("newsOf", () => {
  it.each([
    ["the first words", null, words("closed"), ""],
    ["the same", words("closed"), words("closed"), ""],
    ["closed", words("on_air"), words("closed"), "The meeting continues in closed session."],
    [
      "closed, back at",
      words("on_air"),
      words("closed", soon),
      "The meeting continues in closed session. Expected back 14:03.",
    ],
    ["another time", words("closed", past), words("closed", soon), "Expected back is now 14:03."],
    ["no time any more", words("closed", soon), words("closed"), ""],
    ["open", words("closed", soon), words("on_air", soon), "The meeting is on the record."],
  ] as const)("%s", (_name, before, after, news) => {
    expect(newsOf(before, after, PARIS, NOON, PARIS)).toBe(news);
  });
});

import { describe, expect, it } from "vitest";
import type { MeetingRow, Plan, PlanSeat, Profile } from "../../api/model";
import { countIn } from "./countIn";
import { emptyPlan, itemStarts, move, newItem, newSeat, withoutDelegation, withProfile } from "./plan";
import { fieldId, planErrors, sectionOf } from "./planErrors";
import { listed, nextAct } from "./sections";
import { toInstant, toLocal } from "./zone";

const MIN = 60_000_000;
const HOUR = 60 * MIN;
const DAY = 24 * HOUR;

const profile = (change: Partial<Profile> = {}): Profile => ({
  id: "bilateral",
  name: "Bilateral",
  institution: "",
  summary: "",
  closed_label: "Closed",
  roles: [
    { role: "principal", label: "Principal", inside: true },
    { role: "aide", label: "Aide", inside: true },
  ],
  phases: ["on_record", "closed"],
  key_roles: ["principal"],
  is_default: true,
  missing: [],
  ...change,
});

const seat = (change: Partial<PlanSeat> = {}): PlanSeat => ({ ...newSeat(profile(), ""), person: "A", ...change });
const plan = (change: Partial<Plan> = {}): Plan => ({
  ...emptyPlan(profile(), 0, "UTC"),
  title: "Talks",
  ...change,
});

describe("planErrors", () => {
  it("finds nothing wrong with a plan that has a title", () => {
    expect([...planErrors(plan(), profile())]).toEqual([]);
  });

  it.each([
    [{ title: " " }, "title", "title"],
    [{ zone: "Mars/Olympus" }, "zone", "zone"],
    [{ starts: 0 }, "starts", "starts"],
    [{ delegations: [{ id: "a", name: "", kind: "state", colours: [] }] }, "delegations.0.name", "name"],
    [{ delay: 61 }, "delay", "delay"],
    [{ delay: 1.5 }, "delay", "delay"],
    [{ seats: [seat({ person: "" })] }, "seats.0.person", "person"],
    [{ seats: [seat(), seat({ role: "admiral" })] }, "seats.1.role", "role"],
    [{ seats: [seat({ address: "not an address" })] }, "seats.0.address", "address"],
    [{ items: [newItem("closed")] }, "items.0.open_title", "item"],
    [{ items: [{ ...newItem("closed"), closed_title: "x", minutes: 1.5 }] }, "items.0.minutes", "minutes"],
  ] as const)("finds %j at %s", (change, field, reason) => {
    expect([...planErrors(plan(change as Partial<Plan>), profile())]).toEqual([[field, reason]]);
  });

  it("refuses a profile that cannot be used", () => {
    expect(planErrors(plan(), profile({ missing: ["It needs a vote."] })).get("profile")).toBe("profile");
    expect(planErrors(plan(), undefined).get("profile")).toBe("profile");
  });
});

describe("fields", () => {
  it.each([
    ["title", "basics"],
    ["zone", "basics"],
    ["coverage", "coverage"],
    ["profile", "coverage"],
    ["delay", "coverage"],
    ["seats.0.person", "seats"],
    ["items.1.open_title", "agenda"],
    ["delegations", "delegations"],
  ])("%s belongs to %s", (field, section) => {
    expect(sectionOf(field)).toBe(section);
  });

  it("have an element id", () => {
    expect(fieldId("items.1.open_title")).toBe("plan-items-1-open_title");
  });
});

describe("changes", () => {
  it("move within the list only", () => {
    expect(move(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
    expect(move(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
    expect(move(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  });

  it("take a delegation from its seats with it", () => {
    const delegations = [
      { id: "v", name: "Valdoria", kind: "state", colours: [] },
      { id: "e", name: "Estmere", kind: "state", colours: [] },
    ] as const;
    const next = withoutDelegation(
      plan({ delegations, seats: [seat({ delegation: "v" }), seat({ delegation: "e" })] }),
      0,
    );
    expect([next.delegations.length, next.seats.map((one) => one.delegation)]).toEqual([1, ["", "e"]]);
  });

  it("fit another profile", () => {
    const council = profile({
      id: "council",
      roles: [{ role: "chair", label: "Chair", inside: true }],
      key_roles: [],
      phases: ["closed"],
    });
    const next = withProfile(
      plan({ seats: [seat({ holds_key: true, named_for: ["on_record", "closed"] })], items: [newItem("on_record")] }),
      council,
    );
    expect([next.profile, next.items[0]?.phase]).toEqual(["council", "closed"]);
    expect(next.seats[0]).toMatchObject({ role: "chair", holds_key: false, named_for: ["closed"] });
  });

  it("count the minutes of the agenda", () => {
    expect(itemStarts(HOUR, [{ minutes: 8 }, { minutes: 32 }, { minutes: 5 }])).toEqual([
      HOUR,
      HOUR + 8 * MIN,
      HOUR + 40 * MIN,
    ]);
  });
});

describe("zones", () => {
  it.each([
    ["2027-03-09T14:00", "Europe/Vienna", Date.UTC(2027, 2, 9, 13)],
    ["2027-07-09T14:00", "Europe/Vienna", Date.UTC(2027, 6, 9, 12)],
    ["2027-03-09T14:00", "America/New_York", Date.UTC(2027, 2, 9, 19)],
    ["2027-03-09T14:00", "Asia/Kathmandu", Date.UTC(2027, 2, 9, 8, 15)],
    ["2027-03-09T14:00", "UTC", Date.UTC(2027, 2, 9, 14)],
  ])("%s in %s", (local, zone, expected) => {
    expect(toInstant(local, zone)).toBe(expected * 1000);
    expect(toLocal(expected * 1000, zone)).toBe(local);
  });

  it("give no instant for what is no time", () => {
    expect([toInstant("", "UTC"), toInstant("2027-03-09T14:00", "Mars/Olympus")]).toEqual([null, null]);
  });

  it("read the hour that the clocks skip as the later one", () => {
    expect(toLocal(toInstant("2027-03-28T02:30", "Europe/Vienna") ?? 0, "Europe/Vienna")).toBe("2027-03-28T03:30");
  });
});

const NOW = 100 * DAY + 12 * HOUR;
const row = (id: string, starts: number, state: MeetingRow["state"] = "draft"): MeetingRow => ({
  id,
  title: id,
  starts,
  zone: "UTC",
  state,
  seats: 0,
  profile: "",
});

describe("listed", () => {
  const rows = [
    row("ended", NOW - DAY, "ended"),
    row("running", NOW - 2 * DAY, "closed"),
    row("tonight", NOW + 6 * HOUR),
    row("missed", NOW - DAY),
    row("friday", NOW + 3 * DAY),
    row("far", NOW + 30 * DAY),
  ];

  it("cuts the list by day, with what runs under today", () => {
    const cut = listed(rows, NOW, 0).sections.map((section) => [section.id, section.rows.map((one) => one.id)]);
    expect(cut).toEqual([
      ["today", ["running", "tonight"]],
      ["week", ["friday"]],
      ["later", ["far"]],
      ["earlier", ["missed"]],
      ["ended", ["ended"]],
    ]);
  });

  it("puts what runs first, else the next to begin", () => {
    expect(listed(rows, NOW, 0).next?.id).toBe("running");
    expect(
      listed(
        rows.filter((one) => one.id !== "running"),
        NOW,
        0,
      ).next?.id,
    ).toBe("tonight");
    expect(listed([row("missed", NOW - DAY), row("ended", NOW, "ended")], NOW, 0).next).toBeNull();
  });

  it("uses the reader's day", () => {
    const late = [row("late", NOW + 11 * HOUR)];
    expect(listed(late, NOW, 0).sections[0]?.id).toBe("today");
    expect(listed(late, NOW, 2 * HOUR).sections[0]?.id).toBe("week");
  });
});

describe("nextAct", () => {
  it.each([
    ["draft", "plan"],
    ["on_air", "follow"],
    ["closed", "follow"],
    ["ended", "ledger"],
  ] as const)("%s: %s", (state, act) => {
    expect(nextAct(state)).toBe(act);
  });
});

describe("countIn", () => {
  it.each([
    [NOW + 19 * MIN, { unit: "minutes", n: 19 }],
    [NOW + 5 * HOUR, { unit: "hours", n: 5 }],
    [NOW + 3 * DAY, { unit: "days", n: 3 }],
    [NOW, null],
  ])("%d", (starts, expected) => {
    expect(countIn(starts, NOW)).toEqual(expected);
  });
});

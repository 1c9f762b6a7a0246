import { describe, expect, it } from "vitest";
import type { ShownDump, ShownOutside } from "../../api/model";
import { NOW } from "../../testing/exampleView";
import { dumpSaid, dumpsSaid, recentDumps, toSpeak } from "./dumps";
import { consequences, dropped, wasPublic } from "./words";

const SECOND = 1_000_000;
const dump = (change: Partial<ShownDump> = {}): ShownDump => ({
  person: "Petra Sollin",
  since: NOW - 16 * SECOND,
  until: NOW,
  public_until: null,
  ...change,
});
const outside = (...dumps: readonly ShownDump[]): ShownOutside => ({
  outputs: ["gallery", "webcast"],
  delay: 15,
  audience: null,
  layout: "auto",
  dumps,
  feeds: [],
  recording: null,
});

describe("dumpSaid", () => {
  it.each([
    ["nothing stated yet", null, 16, 0],
    ["nothing was public", NOW - 16 * SECOND, 16, 0],
    ["public before the passage", NOW - 20 * SECOND, 16, 0],
    ["the first second was public", NOW - 15 * SECOND, 15, 1],
    ["the first three seconds were public", NOW - 13 * SECOND, 13, 3],
    ["all of it was public", NOW + SECOND, 0, 16],
  ])("%s", (_name, public_until, seconds, publicSeconds) => {
    expect(dumpSaid(dump({ public_until }))).toMatchObject({ seconds, publicSeconds, at: NOW, person: "Petra Sollin" });
  });
});

describe("recentDumps", () => {
  it("shows a dump for twenty seconds", () => {
    expect(recentDumps(outside(dump()), NOW + 20 * SECOND - 1)).toHaveLength(1);
    expect(recentDumps(outside(dump()), NOW + 20 * SECOND)).toHaveLength(0);
  });

  it("has none where nothing goes out", () => {
    expect(recentDumps(null, NOW)).toEqual([]);
  });

  it("has the latest first", () => {
    const later = dump({ since: NOW, until: NOW + SECOND });
    expect(dumpsSaid(outside(dump(), later)).map(({ at }) => at)).toEqual([NOW + SECOND, NOW]);
  });
});

describe("toSpeak", () => {
  const fresh = dumpsSaid(outside(dump()));
  const stated = dumpsSaid(outside(dump({ public_until: NOW - 13 * SECOND })));

  it("speaks a new dump once", () => {
    expect(toSpeak([], fresh).map(({ what }) => what)).toEqual(["dumped"]);
    expect(toSpeak(fresh, fresh)).toEqual([]);
  });

  it("speaks of what was public as soon as it is stated, once", () => {
    expect(toSpeak(fresh, stated).map(({ what }) => what)).toEqual(["public"]);
    expect(toSpeak(stated, stated)).toEqual([]);
  });
});

describe("the words of a dump", () => {
  const said = (public_until: number | null) => dumpSaid(dump({ public_until }));
  const late = said(NOW);

  it("name seconds, time and person", () => {
    expect(dropped(said(null), "Europe/Paris")).toMatch(/^16 seconds dropped at [0-9:]{8} by Petra Sollin\.$/);
  });

  it("say what was public and what the gallery had", () => {
    const words = consequences(said(NOW - 13 * SECOND), ["gallery", "webcast"]);
    expect(words).toContain("Outside saw the slate instead. Entered in the ledger. The first 3 s were already public.");
    expect(words).toContain("gallery");
    expect(consequences(said(null), ["webcast"])).toBe("Outside saw the slate instead. Entered in the ledger.");
  });

  it("do not promise a slate when it came too late", () => {
    expect(dropped(late, "UTC")).toMatch(/^Nothing was left to drop/);
    expect(consequences(late, ["gallery"])).toBe("Entered in the ledger.");
    expect(wasPublic(late)).toBe("");
  });
});

import { describe, expect, it } from "vitest";
import type { LinkShown, Person, Quality } from "../../room";
import { closedView, exampleSeat, exampleView } from "../../testing/exampleView";
import { hereCount, presence, seatActs, weakest } from "./roster";

describe("presence", () => {
  it.each([
    [{}, "here"],
    [{ present: false }, "not_here"],
    [{ present: null }, "not_known"],
    [{ held: true, present: false }, "held"],
    [{ in_roster: false }, "outside"],
    [{ place: "outside" }, "outside"],
    [{ place: "lobby" }, "away"],
    [{ place: "door" }, "at_door"],
    [{ place: "removed", held: true }, "removed"],
  ] as const)("%o is %s", (change, expected) => {
    expect(presence(exampleSeat("x", "X", "v", change), "on_air")).toBe(expected);
  });

  it("is only having come while nothing is convened", () => {
    expect(presence(exampleSeat("x", "X", "v", { in_roster: false }), "draft")).toBe("seated");
  });
});

describe("weakest", () => {
  const link = (own: Quality, others: Readonly<Record<string, Quality>>): { link: LinkShown } => ({
    link: {
      state: "connected",
      identity: "id-dravic",
      people: Object.entries(others).map(
        ([seat, quality]): Person => ({ identity: `id-${seat}`, media: {}, microphoneOn: false, level: 0, quality }),
      ),
      sending: {},
      level: 0,
      quality: own,
      soundBlocked: false,
    },
  });
  it.each([
    ["all good", link("good", { quillane: "good" }), null],
    ["one poor", link("good", { quillane: "poor" }), "quillane"],
    ["lost is worse than poor", link("poor", { quillane: "lost" }), "quillane"],
    ["oneself", link("poor", { quillane: "good" }), "dravic"],
    ["not known is not weak", link("unknown", { quillane: "unknown" }), null],
    ["no link", { link: null }, null],
  ] as const)("%s", (_name, room, expected) => {
    expect(weakest(exampleView(), room)).toBe(expected);
  });
});

describe("seatActs", () => {
  const acts = (change: Parameters<typeof exampleSeat>[3], can = exampleView().can) =>
    seatActs(exampleView({ can }), exampleSeat("quillane", "Edmar Quillane", "e", change)).map(({ act }) => act);
  it.each([
    [{}, ["recognise", "mute", "hold", "remove"]],
    [{ floor: true, muted: true, held: true }, ["unmute", "release", "remove"]],
    [{ place: "door" }, ["admit", "remove"]],
    [{ place: "lobby" }, ["remove"]],
    [{ place: "removed" }, []],
    [{ speaks: false }, ["mute", "hold", "remove"]],
  ] as const)("%o", (change, expected) => {
    expect(acts(change)).toEqual(expected);
  });

  it("offers nobody else's commands", () => {
    expect(acts({}, {})).toEqual([]);
  });

  it("holds and removes others only", () => {
    const view = exampleView();
    const own = view.seats[0];
    expect(own && seatActs(view, own).map(({ act }) => act)).toEqual(["recognise", "mute"]);
  });
});

describe("hereCount", () => {
  it("counts the current roster, of one delegation or all", () => {
    expect([hereCount(closedView()), hereCount(closedView(), "e")]).toEqual([
      { here: 4, of: 4 },
      { here: 2, of: 2 },
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { ApiError } from "../../api/http";
import { closedView, exampleSeat, exampleView } from "../../testing/exampleView";
import { arrange } from "./layout";
import { panes } from "./panes";
import { fullName, seenOf } from "./seen";
import { type KeyPress, shortcutOf } from "./shortcuts";
import { type TileInput, tileLook } from "./tile";
import { refusalWords } from "./useAct";

describe("arrange", () => {
  const { delegations } = exampleView();
  const names = (layout: ReturnType<typeof arrange>) => layout.cells.map((seat) => seat?.seat ?? null);
  const seats = (delegation: string, count: number) =>
    Array.from({ length: count }, (_, n) => exampleSeat(`${delegation}${n + 1}`, "", delegation));

  it("stands two delegations in a column each, in protocol order", () => {
    const layout = arrange(delegations, [...seats("v", 2), ...seats("e", 2)]);
    expect([layout.columns, layout.rows, names(layout)]).toEqual([2, 2, ["v1", "e1", "v2", "e2"]]);
  });

  it("keeps the smaller delegation under its own head", () => {
    expect(names(arrange(delegations, [...seats("v", 2), ...seats("e", 1)]))).toEqual(["v1", "e1", "v2", null]);
  });

  it("widens a long column instead of shrinking its tiles", () => {
    const layout = arrange(delegations, [...seats("v", 4), ...seats("e", 1)]);
    expect([layout.columns, layout.rows]).toEqual([4, 2]);
    expect(layout.heads.map((head) => head.columns)).toEqual([2, 2]);
    expect(names(layout)).toEqual(["v1", "v2", "e1", null, "v3", "v4", null, null]);
  });

  it("stands a single body in one grid", () => {
    const layout = arrange([], seats("", 5));
    expect([layout.columns, layout.rows, layout.heads]).toEqual([3, 2, []]);
  });

  it("has no tile for who may not speak, is not of this phase, or has not come", () => {
    const absent = [{ speaks: false }, { in_roster: false }, { place: "lobby" }] as const;
    expect(
      arrange(
        [],
        absent.map((change, n) => exampleSeat(`x${n}`, "", "", change)),
      ).cells,
    ).toEqual([]);
  });
});

describe("tileLook", () => {
  const input: TileInput = {
    seat: exampleSeat("quillane", "Edmar Quillane", "e"),
    door: "on_air",
    own: false,
    picture: true,
    cameraOn: true,
    noCamera: false,
    microphoneOn: true,
    person: { quality: "good" },
  };
  it.each([
    ["speaking", {}, { mic: "on", note: null, dim: false }],
    ["silent", { microphoneOn: false }, { mic: "off", note: null, dim: false }],
    ["closing", { door: "closing" }, { mic: "locked", note: null, dim: true }],
    ["closing, jammed", { door: "not_dark" }, { mic: "locked", note: null, dim: true }],
    ["an opening that is only asked", { door: "opening" }, { mic: "on", note: null, dim: false }],
    ["camera off", { picture: false, cameraOn: false }, { mic: "on", note: "camera_off", dim: false }],
    ["a camera whose picture has not come", { picture: false }, { mic: "on", note: "connecting", dim: false }],
    [
      "somebody whom this device does not see yet",
      { picture: false, cameraOn: false, person: null },
      { mic: "on", note: "connecting", dim: false },
    ],
    [
      "oneself, whose browser gave no camera",
      { own: true, picture: false, cameraOn: true, noCamera: true },
      { mic: "on", note: "no_camera", dim: false },
    ],
    ["muted by who presides", { seat: { ...input.seat, muted: true } }, { mic: "locked", note: null, dim: false }],
    ["held", { seat: { ...input.seat, held: true } }, { mic: "locked", note: "held", dim: false }],
    ["gone from the chamber", { seat: { ...input.seat, present: false } }, { mic: "on", note: "absent", dim: false }],
    ["connection lost", { person: { quality: "lost" } }, { mic: "on", note: "lost", dim: false }],
    [
      "oneself before being measured",
      { own: true, seat: { ...input.seat, present: false } },
      { mic: "on", note: null, dim: false },
    ],
  ] as const)("%s", (_name, change, expected) => {
    expect(tileLook({ ...input, ...change })).toEqual(expected);
  });
});

describe("shortcutOf", () => {
  const press: KeyPress = {
    code: "KeyM",
    key: "m",
    altKey: true,
    shiftKey: true,
    ctrlKey: false,
    metaKey: false,
    repeat: false,
    typing: false,
  };
  it.each([
    [{}, "microphone"],
    [{ code: "KeyF" }, "floor"],
    [{ code: "KeyD" }, "dump"],
    [{ code: "KeyC" }, "close"],
    [{ code: "KeyO" }, "reopen"],
    [{ code: "KeyO", key: "Ø", typing: true }, "reopen"],
    [{ altKey: false }, null],
    [{ ctrlKey: true }, null],
    [{ repeat: true }, null],
    [{ code: "Minus", key: "?", altKey: false }, "help"],
    [{ code: "Minus", key: "?", altKey: false, typing: true }, null],
  ] as const)("%o is %s", (change, expected) => {
    expect(shortcutOf({ ...press, ...change })).toBe(expected);
  });
});

describe("panes", () => {
  it.each([
    ["on air", exampleView(), false, ["agenda", "speakers", "roster", "desk"]],
    ["closed: who hears comes first", closedView(), false, ["roster", "agenda", "speakers", "desk"]],
    ["with messages", exampleView(), true, ["messages", "agenda", "speakers", "roster", "desk"]],
    ["without a desk", exampleView({ can: {} }), false, ["agenda", "speakers", "roster"]],
  ] as const)("%s", (_name, view, isTalking, expected) => {
    expect(panes(view, isTalking)).toEqual(expected);
  });
});

describe("seenOf", () => {
  it("holds the seat on a page that is inside", () => {
    const seen = seenOf(exampleView(), 3, "own", false);
    expect([seen.leg, seen.captures, seen.names.get("id-quillane")]).toEqual(["own", true, "Edmar Quillane"]);
  });

  it.each([
    ["taken over", exampleView(), "mine"],
    ["outside", exampleView({ me: { ...exampleView().me, place: "outside" } }), "own"],
    ["ended", exampleView({ door: { ...exampleView().door, state: "ended" } }), "own"],
  ])("is in no chamber when %s", (_name, view, leg) => {
    expect(seenOf(view, 3, leg, false).leg).toBeNull();
  });

  it("captures nothing for who only listens", () => {
    const me = { ...exampleView().me, access: "hear" as const, publish: [] };
    expect(seenOf(exampleView({ me }), 3, "own", false).captures).toBe(false);
  });
});

describe("words", () => {
  it("puts the form of address before the name", () => {
    expect([
      fullName({ form: "H.E.", person: "Anselka Dravic" }),
      fullName({ form: "", person: "Tomas Verrel" }),
    ]).toEqual(["H.E. Anselka Dravic", "Tomas Verrel"]);
  });

  it("says what the api refused, and that what was not reached is not done", () => {
    expect(refusalWords(new ApiError(409, "Denied", "Nobody holds a key."))).toBe("Not done: Nobody holds a key.");
    expect(refusalWords(new ApiError(0, "unreachable", ""))).toBe("Not done: the server did not answer.");
  });
});

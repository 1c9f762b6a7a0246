import { describe, expect, it } from "vitest";
import type { DoorState, View } from "../../api/model";
import { exampleView } from "../../testing/exampleView";
import { deskButtons } from "./acts";

const at = (state: DoorState, change: Partial<View> = {}) =>
  deskButtons(exampleView({ door: { ...exampleView().door, state }, ...change }));
const names = (buttons: ReturnType<typeof at>) => buttons.map(({ button }) => button);

describe("deskButtons", () => {
  it.each([
    ["draft", []],
    ["doors_closed", ["adjourn", "begin_closed", "go_on_record"]],
    ["on_air", ["adjourn", "cut", "close"]],
    ["closing", ["adjourn", "hold"]],
    ["not_dark", ["adjourn", "hold"]],
    ["closed", ["adjourn", "recess", "reopen"]],
    ["recess", ["adjourn", "reopen", "resume"]],
    ["opening", ["adjourn", "stop"]],
    ["not_known", ["adjourn", "cut", "close"]],
    ["ended", []],
  ] as const)("%s", (state, expected) => {
    expect(names(at(state))).toEqual(expected);
  });

  it("has only what may ever be this person's", () => {
    expect(names(at("on_air", { can: { recess: null } }))).toEqual(["cut"]);
    expect(names(at("on_air", { can: {} }))).toEqual([]);
  });

  it("keeps a refused command, with its reason", () => {
    expect(at("closed", { can: { ask: "Nobody holds a key." } })).toEqual([
      { button: "reopen", reason: "Nobody holds a key." },
    ]);
  });

  it("opens the dialog of a close that has steps to do", () => {
    const steps: View["steps"] = [{ step: "vote", when: "before_gate", state: "todo", detail: "" }];
    expect(at("on_air", { can: { close: "First: vote." }, steps })).toEqual([{ button: "close", reason: null }]);
  });

  it("shows a dump on air with its reason, and after a cut only while the delay holds something", () => {
    expect(at("on_air", { can: { dump: "Nothing has gone out yet." } })).toEqual([
      { button: "dump", reason: "Nothing has gone out yet." },
    ]);
    for (const state of ["closing", "not_dark", "closed", "recess"] as const) {
      expect(names(at(state, { can: { dump: null } }))).toEqual(["dump"]);
      expect(names(at(state, { can: { dump: "All of it is public." } }))).toEqual([]);
    }
  });
});

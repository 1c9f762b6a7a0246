import { describe, expect, it } from "vitest";
import type { View } from "../../api/model";
import { exampleView, NOW } from "../../testing/exampleView";
import { chooseScreen, type Screen } from "./screen";

const view = exampleView();
const door = (state: View["door"]["state"]): Partial<View> => ({ door: { ...view.door, state } });
const opening = (due: number | null): View["opening"] => ({
  phase: "on_record",
  asked_by: "Petra Sollin",
  asked: NOW,
  lapses: NOW + 60_000_000,
  rule: "one_per_delegation",
  keys: [],
  keyed: due !== null,
  due,
});
const me = (change: Partial<View["me"]>): Partial<View> => ({ me: { ...view.me, ...change } });

describe("chooseScreen", () => {
  const cases: [string, Partial<View>, Screen, (string | null)?][] = [
    ["on air", {}, "stage"],
    ["doors closed", door("doors_closed"), "stage"],
    ["closed", door("closed"), "stage"],
    ["recess", door("recess"), "stage"],
    ["not known", door("not_known"), "stage"],
    ["before convening", door("draft"), "draft"],
    ["closing", door("closing"), "closing"],
    ["a new closed chamber", door("moving"), "moving"],
    ["a row that stays red", door("not_dark"), "jammed"],
    ["opening is asked: the talk goes on", { ...door("opening"), opening: opening(null) }, "stage"],
    ["the countdown", { ...door("opening"), opening: opening(NOW + 1) }, "countdown"],
    ["cut towards the open side", { ...door("opening"), opening: null }, "opening"],
    ["ended", door("ended"), "ended"],
    ["another page has the seat", {}, "taken_over", "mine"],
    ["a page without a leg", {}, "taken_over", null],
    ["nobody has the seat any more", me({ leg: null }), "taken_over"],
    ["at the door", me({ place: "door" }), "at_door"],
    ["not of this phase", { ...me({ place: "outside" }), ...door("closed") }, "outside"],
    ["not of this phase while it closes", { ...me({ place: "outside" }), ...door("closing") }, "outside"],
    ["removed", me({ place: "removed" }), "removed"],
    ["removed is final on any page", me({ place: "removed" }), "removed", "mine"],
    ["ended is final on any page", door("ended"), "ended", "mine"],
  ];
  it.each(cases)("%s", (_name, change, screen, leg = "own") => {
    expect(chooseScreen(exampleView(change), leg)).toBe(screen);
  });
});

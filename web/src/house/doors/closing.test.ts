import { describe, expect, it } from "vitest";
import type { View } from "../../api/model";
import { closedView, exampleView, NOW, provenRows } from "../../testing/exampleView";
import { aloneCount, closeSteps, mayOverride, ownVote, progress, sinceCut } from "./closing";
import { countdown, secondsUntil } from "./countdown";
import { timeToday } from "./expected";

const motion: View["motion"] = {
  ground: "g",
  ground_text: "",
  subjects: "",
  reconvene: true,
  script: "",
  announced: false,
  vote_open: true,
  votes: [["verrel", "aye"]],
  waiting: [],
  outcome: "open",
};

describe("closing", () => {
  it("counts proven rows and names the jammed ones", () => {
    const [gone, nobody] = provenRows();
    const red = { ...nobody, state: "failed", jammed: true } as View["door"]["rows"][number];
    expect(progress(gone ? [gone, red] : [])).toEqual({ ok: 1, total: 2, jammed: [red] });
  });

  it("counts tenths since the cut, never below zero", () => {
    expect([sinceCut(NOW, NOW + 1_234_567), sinceCut(NOW, NOW - 5), sinceCut(null, NOW)]).toEqual([1.2, 0, null]);
  });

  it("offers the profile's locking steps alone, with who may do them", () => {
    const steps: View["steps"] = [
      { step: "choose_ground", when: "before_gate", state: "todo", detail: "" },
      { step: "shut_gate", when: "before_gate", state: "todo", detail: "" },
      { step: "vote", when: "before_gate", state: "todo", detail: "" },
      { step: "attest_alone", when: "before_talk", state: "todo", detail: "" },
    ];
    const view = exampleView({ steps, can: { choose_ground: null } });
    expect(closeSteps(view).map(({ step, reason }) => [step, reason])).toEqual([
      ["choose_ground", null],
      ["vote", undefined],
    ]);
  });

  it.each([
    [{ close: "First: vote.", close_skipping: null }, true],
    [{ close: null, close_skipping: null }, false],
    [{ close: "First: vote." }, false],
    [{ close: "First: vote.", close_skipping: "The meeting has ended." }, false],
  ])("override with %o: %s", (can, expected) => {
    expect(mayOverride(exampleView({ can }))).toBe(expected);
  });

  it("shows one's own vote to who has one, while a roll call is on", () => {
    const can = { cast_vote: null };
    expect(ownVote(exampleView({ motion, can }))).toEqual({ open: true, vote: null });
    expect(ownVote(exampleView({ motion: { ...motion, votes: [["dravic", "nay"]], outcome: "lost" }, can }))).toEqual({
      open: false,
      vote: "nay",
    });
    expect(ownVote(exampleView({ motion, can: {} }))).toBeNull();
    expect(ownVote(exampleView({ motion: { ...motion, vote_open: false }, can }))).toBeNull();
    expect(ownVote(exampleView({ can }))).toBeNull();
  });

  it("counts who stated they are alone as the rules do, else from the roster", () => {
    const step = { step: "attest_alone", when: "before_talk", state: "todo", detail: "5 of 8" } as const;
    expect(aloneCount(closedView({ steps: [step] }))).toEqual({ stated: 5, of: 8 });
    expect(aloneCount(closedView())).toEqual({ stated: 0, of: 4 });
  });
});

describe("countdown", () => {
  it.each([
    [NOW + 10_000_000, 10],
    [NOW + 9_000_001, 10],
    [NOW + 9_000_000, 9],
    [NOW + 1, 1],
    [NOW, 0],
    [NOW - 1_000_000, 0],
  ])("due at %i", (due, seconds) => {
    expect(secondsUntil(due, NOW)).toBe(seconds);
  });

  it("is none without an ask or a due time", () => {
    expect(countdown(null, NOW)).toBeNull();
  });
});

describe("timeToday", () => {
  const noon = Date.UTC(2027, 2, 9, 12, 0, 30) * 1_000;
  it.each([
    ["15:10", "UTC", Date.UTC(2027, 2, 9, 15, 10)],
    ["15:10", "Europe/Paris", Date.UTC(2027, 2, 9, 14, 10)],
    ["11:00", "UTC", Date.UTC(2027, 2, 10, 11, 0)],
    ["12:00", "UTC", Date.UTC(2027, 2, 10, 12, 0)],
  ])("%s in %s", (time, zone, expected) => {
    expect(timeToday(time, noon, zone)).toBe(expected * 1_000);
  });

  it("is nothing for what is not a time", () => {
    expect(timeToday("", noon, "UTC")).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { announce, type Moment } from "./announce";

const still: Moment = {
  door: "on_air",
  since: 7,
  stale: false,
  inClosed: false,
  strangers: false,
  convening: false,
  askedBy: null,
  first: false,
  seconds: null,
};
const said = (before: Partial<Moment> | null, now: Partial<Moment>) =>
  announce(before === null ? null : { ...still, ...before }, { ...still, ...now });

describe("announce", () => {
  const cases: [string, Partial<Moment> | null, Partial<Moment>, ReturnType<typeof announce>][] = [
    ["the first view", null, {}, [{ say: "on_air", since: 7 }]],
    ["nothing new", {}, {}, []],
    ["closing", {}, { door: "closing" }, [{ say: "closing" }]],
    ["a row that stays red", { door: "closing" }, { door: "not_dark" }, [{ say: "not_dark" }]],
    ["the first chamber", { door: "draft" }, { door: "moving", convening: true }, [{ say: "convening" }]],
    ["a chamber that is replaced", { door: "closed" }, { door: "moving" }, [{ say: "moving" }]],
    ["closed by the server alone", { door: "closing" }, { door: "closed" }, []],
    ["closed by server and device", { door: "closed" }, { door: "closed", inClosed: true }, [{ say: "in_closed" }]],
    ["both at once", { door: "closing" }, { door: "closed", inClosed: true }, [{ say: "in_closed" }]],
    [
      "an ask",
      { door: "closed", inClosed: true },
      { door: "opening", askedBy: "Sollin" },
      [{ say: "asked", by: "Sollin", first: false }],
    ],
    ["an ask that was stopped", { door: "opening", askedBy: "Sollin" }, { door: "closed" }, [{ say: "stopped" }]],
    [
      "the ask that led on air",
      { door: "opening", askedBy: "Sollin" },
      { door: "on_air" },
      [{ say: "on_air", since: 7 }],
    ],
    [
      "ten seconds",
      { door: "opening" },
      { door: "opening", seconds: 10 },
      [{ say: "seconds", seconds: 10, first: false }],
    ],
    ["ten seconds, told once", { door: "opening", seconds: 10 }, { door: "opening", seconds: 10 }, []],
    ["nine are not spoken", { door: "opening", seconds: 10 }, { door: "opening", seconds: 9 }, []],
    [
      "one second",
      { door: "opening", seconds: 2 },
      { door: "opening", seconds: 1 },
      [{ say: "seconds", seconds: 1, first: false }],
    ],
    ["a lost stream", {}, { stale: true }, [{ say: "stale" }]],
    ["a stream that is still lost", { stale: true }, { stale: true, door: "closing" }, []],
    [
      "the state again after a lost stream",
      { stale: true, door: "closed" },
      { door: "closed", inClosed: true },
      [{ say: "in_closed" }],
    ],
    ["somebody unknown", { door: "closed" }, { door: "closed", strangers: true }, [{ say: "strangers" }]],
    ["the end", {}, { door: "ended" }, [{ say: "ended" }]],
  ];
  it.each(cases)("%s", (_name, before, now, expected) => {
    expect(said(before, now)).toEqual(expected);
  });
});

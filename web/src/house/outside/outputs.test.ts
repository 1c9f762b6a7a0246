import { describe, expect, it } from "vitest";
import type { ShownFeed, ShownOutside, ShownRow } from "../../api/model";
import { closedView, NOW, provenRows } from "../../testing/exampleView";
import { feedsShown, leading, outputsShown } from "./outputs";
import { viewers } from "./viewers";
import { delayWords } from "./words";

const row = (name: string, state: ShownRow["state"], found = ""): ShownRow => ({
  row: name,
  state,
  asked: NOW,
  found,
  jammed: false,
});
const feed = (id: string, state: ShownFeed["state"]): ShownFeed => ({
  feed: id,
  label: "Channel One",
  address: "rtmps://in.example.org:443/live",
  proposed_by: "Idris Vance",
  approved_by: state === "proposed" ? null : "Anselka Dravic",
  mine: false,
  state,
  since: NOW,
});
const outside = (change: Partial<ShownOutside> = {}): ShownOutside => ({
  outputs: ["gallery", "webcast"],
  delay: 15,
  audience: null,
  layout: "auto",
  dumps: [],
  feeds: [],
  recording: null,
  ...change,
});

describe("outputsShown", () => {
  it("gives each output its own rows and nothing else", () => {
    const { door } = closedView();
    const rows = [
      ...provenRows(),
      row("gallery_sealed", "ok"),
      row("gallery_dark", "ok"),
      row("webcast_sealed", "ok", "sealed, what was said before still plays"),
    ];
    const shown = outputsShown(closedView({ outside: outside(), door: { ...door, rows } }));
    expect(shown.map(({ output, rows }) => [output, rows.map((one) => one.row)])).toEqual([
      ["gallery", ["gallery_sealed", "gallery_dark"]],
      ["webcast", ["webcast_sealed"]],
    ]);
  });

  it("has one line for all feeds and one for each that two people stand for", () => {
    const { door } = closedView();
    const rows = [...provenRows(), row("feeds_sealed", "ok")];
    const feeds = [feed("1", "sending"), feed("2", "proposed"), feed("3", "lost")];
    const view = closedView({ outside: outside({ outputs: ["webcast"], feeds }), door: { ...door, rows } });
    expect(outputsShown(view).map(({ output, rows }) => [output, rows.length])).toEqual([
      ["webcast", 0],
      ["feeds", 1],
    ]);
    expect(feedsShown(view).map(({ feed }) => feed)).toEqual(["1", "3"]);
    const proposed = closedView({ outside: outside({ outputs: ["webcast"], feeds: feeds.slice(1, 2) }) });
    expect(outputsShown(proposed).map(({ output }) => output)).toEqual(["webcast"]);
  });

  it("has no outputs where nothing goes out", () => {
    expect(outputsShown(closedView())).toEqual([]);
  });
});

describe("leading", () => {
  it("is the row that is seen false, then the one that is not known", () => {
    const [sealed, dark] = [row("gallery_sealed", "unknown"), row("gallery_dark", "failed")];
    expect(leading([sealed, dark])).toBe(dark);
    expect(leading([row("gallery_dark", "ok"), sealed])).toBe(sealed);
    expect(leading([])).toBeNull();
  });
});

describe("viewers", () => {
  it("tells public from press, and a group without an output from nobody", () => {
    expect(viewers(outside({ audience: { webcast: 2418, gallery: 37 } }))).toEqual({ public: 2418, press: 37 });
    expect(viewers(outside({ audience: { webcast: 0 } }))).toEqual({ public: 0, press: undefined });
  });

  it("does not make up a number", () => {
    expect(viewers(outside())).toBeNull();
  });
});

describe("delayWords", () => {
  it.each([
    [null, ""],
    [outside(), " · delay 15 s"],
    [outside({ delay: 0 }), " · no delay"],
  ])("%#", (shown, words) => {
    expect(delayWords(shown)).toBe(words);
  });
});

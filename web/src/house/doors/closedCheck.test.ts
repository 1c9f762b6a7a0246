import { describe, expect, it } from "vitest";
import type { LinkShown, Person } from "../../room";
import { closedView, exampleView } from "../../testing/exampleView";
import { checkClosed } from "./closedCheck";

const person = (identity: string): Person => ({ identity, media: {}, microphoneOn: false, level: 0, quality: "good" });
const link = (change: Partial<LinkShown> = {}): LinkShown => ({
  state: "connected",
  identity: "id-dravic",
  people: [person("id-quillane"), person("id-verrel")],
  sending: {},
  level: 0,
  quality: "good",
  soundBlocked: false,
  ...change,
});
const room = { key: "closed-1", side: "closed" as const, link: link(), silent: false };

describe("You are in closed session", () => {
  it("needs the server's proof and this device in that chamber with nobody unknown", () => {
    expect(checkClosed(closedView(), room)).toBe("closed");
  });

  it.each([
    ["the door is not proven shut", exampleView(), room, "not_closed"],
    ["closing", closedView({ door: { ...closedView().door, state: "closing" } }), room, "not_closed"],
    ["opening is asked", closedView({ door: { ...closedView().door, state: "opening" } }), room, "not_closed"],
    ["this device is in another chamber", closedView(), { ...room, key: "closed-0" }, "joining"],
    ["this device is in an open chamber", closedView(), { ...room, side: "open" as const }, "joining"],
    ["there is no link", closedView(), { ...room, link: null }, "joining"],
    ["the link is being mended", closedView(), { ...room, link: link({ state: "reconnecting" }) }, "joining"],
    ["the page does not know the state", closedView(), { ...room, silent: true }, "joining"],
    ["the view has no closed chamber", closedView({ chambers: [] }), room, "joining"],
    [
      "the chamber is ahead",
      closedView({ chambers: [{ key: "closed-1", use: "ahead", side: "closed" }] }),
      room,
      "joining",
    ],
    ["somebody unknown is there", closedView(), { ...room, link: link({ people: [person("id-spy")] }) }, "strangers"],
    [
      "somebody of the meeting who is outside",
      closedView(),
      { ...room, link: link({ people: [person("id-frayne")] }) },
      "strangers",
    ],
  ] as const)("is not said when %s", (_name, view, seen, expected) => {
    expect(checkClosed(view, seen)).toBe(expected);
  });
});

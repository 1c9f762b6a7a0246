import { describe, expect, it } from "vitest";
import { actOf } from "./keys";

const key = (name: string, change: object = {}) => ({
  key: name,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...change,
});

describe("actOf", () => {
  it.each([
    [key(" "), false, "play"],
    [key(" "), true, null],
    [key("m"), true, "mute"],
    [key("M"), false, "mute"],
    [key("c"), false, "captions"],
    [key("f"), false, "fullscreen"],
    [key("f", { ctrlKey: true }), false, null],
    [key("c", { metaKey: true }), false, null],
    [key("m", { altKey: true }), false, null],
    [key("ArrowLeft"), false, "back"],
    [key("ArrowRight"), true, "forward"],
    [key("Enter"), false, null],
    [key("x"), false, null],
  ])("%o, on a control: %s", (pressed, onControl, act) => {
    expect(actOf(pressed, onControl)).toBe(act);
  });

  it("follows the reading direction", () => {
    expect([actOf(key("ArrowLeft"), false, true), actOf(key("ArrowRight"), false, true)]).toEqual(["forward", "back"]);
  });
});

import { describe, expect, it } from "vitest";
import { headLength, typeOf } from "./mp4";

const text = (name: string): number[] => [...name].map((sign) => sign.charCodeAt(0));
const box = (name: string, content: readonly number[]): number[] => {
  const size = content.length + 8;
  return [size >> 24, (size >> 16) & 255, (size >> 8) & 255, size & 255, ...text(name), ...content];
};
const AVCC = box("avcC", [1, 0x64, 0x00, 0x1f, 0xff, 0xe1]);
/** Version, ES descriptor (3), decoder configuration (4), and in it the AudioSpecificConfig (5). */
const esds = (...tag5: readonly number[]): number[] =>
  box("esds", [0, 0, 0, 0, 3, 25, 0, 1, 0, 4, 17, 0x40, 0x15, 0, 0, 0, 0, 0, 250, 0, 0, 0, 250, 0, ...tag5]);
const AAC = esds(5, 2, 0x11, 0x88);
const head = (...content: readonly number[]): Uint8Array =>
  new Uint8Array([...box("ftyp", text("iso6")), ...box("moov", content)]);

describe("headLength", () => {
  it("is known when all of moov is there", () => {
    const whole = head(...AVCC);
    const withMore = new Uint8Array([...whole, ...box("moof", [1, 2, 3])]);
    expect(headLength(withMore)).toBe(whole.length);
    for (let cut = 0; cut < whole.length; cut += 1) expect(headLength(whole.subarray(0, cut))).toBeNull();
  });

  it("refuses what is no MP4", () => {
    expect(() => headLength(new Uint8Array(16))).toThrow();
  });
});

describe("typeOf", () => {
  it.each([
    ["picture and sound", [...AVCC, ...AAC], 'video/mp4; codecs="avc1.64001f,mp4a.40.2"'],
    ["picture", AVCC, 'video/mp4; codecs="avc1.64001f"'],
    ["sound", AAC, 'video/mp4; codecs="mp4a.40.2"'],
    ["a length in four bytes", esds(5, 0x80, 0x80, 0x80, 2, 0x11, 0x88), 'video/mp4; codecs="mp4a.40.2"'],
    ["neither", [], null],
  ])("%s", (_name, content, type) => {
    expect(typeOf(head(...content))).toBe(type);
  });
});

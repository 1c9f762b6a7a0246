import { describe, expect, it } from "vitest";
import { MESSAGE_LENGTH, messagePacket, messageText } from "./message";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("messages", () => {
  it("come back as they were sent", () => {
    expect(messageText(messagePacket("Merci, M. le Président. שלום"))).toBe("Merci, M. le Président. שלום");
  });

  it("are cut at their greatest length", () => {
    expect(messageText(messagePacket("x".repeat(MESSAGE_LENGTH + 5)))).toHaveLength(MESSAGE_LENGTH);
  });

  it.each([
    ["not JSON", bytes("hello")],
    ["no object", bytes("null")],
    ["no text", bytes("{}")],
    ["a text that is not one", bytes('{"text": 7}')],
    ["an empty text", bytes('{"text": ""}')],
    ["too long", bytes(JSON.stringify({ text: "x".repeat(MESSAGE_LENGTH + 1) }))],
    ["not UTF-8", new Uint8Array([0xff, 0xfe])],
  ])("%s is not a message", (_name, data) => {
    expect(messageText(data)).toBeNull();
  });
});

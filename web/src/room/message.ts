/** Messages of a chamber: small reliable packets that exist in that chamber only. */

export const MESSAGE_TOPIC = "message";
export const MESSAGE_LENGTH = 2_000;

export const messagePacket = (text: string): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify({ text: text.slice(0, MESSAGE_LENGTH) }));

/** The text of a packet, or null for anything that is not a message. Somebody else's bytes: nothing in them is trusted. */
export function messageText(data: Uint8Array): string | null {
  try {
    const packet: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(data));
    const text = typeof packet === "object" && packet !== null && "text" in packet ? packet.text : null;
    return typeof text === "string" && text.length > 0 && text.length <= MESSAGE_LENGTH ? text : null;
  } catch {
    return null;
  }
}

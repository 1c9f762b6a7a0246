/** Just enough of MP4 to begin with a stream nobody described: which codecs its head says it has. Pure. */

const TEXT = new TextDecoder("latin1");

/** Length of the head (ftyp and moov) of a fragmented file, or null while not all of it is there. */
export function headLength(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 8 <= bytes.length) {
    const size = view.getUint32(at);
    if (size < 8) throw new Error("a box of no size");
    if (at + size > bytes.length) return null;
    const name = TEXT.decode(bytes.subarray(at + 4, at + 8));
    at += size;
    if (name === "moov") return at;
  }
  return null;
}

/** The type for a SourceBuffer, from the head: H.264 and AAC, of which a file may have one or both. Null: neither. */
export function typeOf(head: Uint8Array): string | null {
  const codecs = [videoCodec(head), audioCodec(head)].filter((codec) => codec !== null);
  return codecs.length > 0 ? `video/mp4; codecs="${codecs.join(",")}"` : null;
}

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

/** avcC: version, then profile, compatibility and level, which name the codec. */
function videoCodec(head: Uint8Array): string | null {
  const at = find(head, "avcC");
  if (at < 0 || at + 8 > head.length) return null;
  return `avc1.${[...head.subarray(at + 5, at + 8)].map(hex).join("")}`;
}

/** The decoder's own description (tag 5 of esds) begins with five bits of object type: 2 is AAC-LC. */
function audioCodec(head: Uint8Array): string | null {
  const at = find(head, "esds");
  if (at < 0) return null;
  const end = Math.min(at + 64, head.length);
  for (let n = at + 8; n < end; n += 1) {
    if (head[n] !== 5) continue;
    let from = n + 1;
    while (((head[from] ?? 0) & 0x80) !== 0) from += 1;
    const objectType = (head[from + 1] ?? 0) >> 3;
    if (objectType > 0 && objectType < 31) return `mp4a.40.${objectType}`;
  }
  return null;
}

function find(bytes: Uint8Array, name: string): number {
  const wanted = [...name].map((sign) => sign.charCodeAt(0));
  return bytes.findIndex((_, at) => wanted.every((code, n) => bytes[at + n] === code));
}

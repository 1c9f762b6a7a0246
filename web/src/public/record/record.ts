import type { Instant } from "../../api/model";

/** One recorded stretch on the record, as the origin lists it. Instants are microseconds. */
export interface Recording {
  readonly from: Instant;
  readonly until: Instant;
  /** Addresses of the file and of the handout still, on this host. */
  readonly file: string;
  readonly still: string | null;
  readonly bytes: number;
  readonly sha256: string;
}

/** Reads `record.json`, oldest first. A row that says what cannot be is left out: it is not offered for download. */
export function readRecord(body: unknown, base: string): readonly Recording[] {
  const rows = Array.isArray(body) ? body : [];
  const found = rows.map((row) => recordingOf(row, base)).filter((row) => row !== null);
  return found.sort((a, b) => a.from - b.from);
}

function recordingOf(row: unknown, base: string): Recording | null {
  if (typeof row !== "object" || row === null) return null;
  const { from, until, file, bytes, sha256, still } = row as Readonly<Record<string, unknown>>;
  const address = addressOf(file, base);
  const isWhole = [from, until, bytes].every((value) => Number.isSafeInteger(value) && (value as number) >= 0);
  if (!address || !isWhole || typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) return null;
  return {
    from: from as number,
    until: until as number,
    file: address,
    still: addressOf(still, base),
    bytes: bytes as number,
    sha256,
  };
}

/** An address below the meeting's own; nothing that leads elsewhere. */
function addressOf(name: unknown, base: string): string | null {
  if (typeof name !== "string" || name === "") return null;
  const path = name.startsWith("/") ? name : `${base}${name}`;
  return path.startsWith(base) && /^[\w./-]+$/.test(path) && !path.includes("..") ? path : null;
}

/** "b94d 27b9 …": 64 hexadecimal digits in groups, so that two people can compare them aloud. */
export const grouped = (sha256: string): string => (sha256.match(/.{1,4}/g) ?? []).join(" ");

export const megabytes = (bytes: number): number => Math.max(0.1, Math.round(bytes / 100_000) / 10);

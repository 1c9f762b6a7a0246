const PORTS: Readonly<Record<string, number>> = { rtmp: 1935, rtmps: 443 };

/** A feed's address in its parts. */
export interface FeedAddress {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** Reads `rtmps://host:port/app`, `tcp://host:port`, `udp://host:port`; null for what is none of them. */
export function feedAddress(text: string): FeedAddress | null {
  const found = /^(rtmps?|tcp|udp):\/\/(\[[0-9a-f:.]+\]|[^\s/:?#@[\]]+)(?::(\d{1,5}))?(?:\/([^\s?#@]*))?$/i.exec(
    text.trim(),
  );
  if (found === null) return null;
  const [, scheme = "", host = "", port, rest = ""] = found;
  const known = scheme.toLowerCase();
  const number = port === undefined ? PORTS[known] : Number(port);
  const path = rest.replace(/\/+$/, "");
  const hasPath = path !== "";
  if (number === undefined || number < 1 || number > 65_535 || hasPath !== known.startsWith("rtmp")) return null;
  return { scheme: known, host: host.replace(/[[\]]/g, ""), port: number, path };
}

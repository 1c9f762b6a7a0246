/** What the room speaks of: sources, chambers, links and people. No LiveKit type leaves `room/link.ts`. */

export const SOURCES = ["camera", "microphone", "screen_share", "screen_share_audio"] as const;
export type Source = (typeof SOURCES)[number];

/** A chamber the view says this seat should be connected to. */
export interface ChamberWanted {
  readonly key: string;
  readonly use: "current" | "ahead";
  readonly side: "open" | "closed";
}

/** What the api gives for one chamber; the token lives 60 s and grants listening only. */
export interface ChamberToken {
  readonly key: string;
  readonly url: string;
  readonly token: string;
  readonly identity: string;
}

/** What the person chose. It is kept over crossings; what is sent also needs the grant. */
export interface Wish {
  readonly camera: boolean;
  readonly microphone: boolean;
}

/** A picture or sound that can be shown. `attach` gives back how to detach. */
export interface Media {
  readonly id: string;
  attach(element: HTMLMediaElement): () => void;
}

export type Quality = "good" | "poor" | "lost" | "unknown";

/** Somebody else in a chamber, as this device measures it. */
export interface Person {
  readonly identity: string;
  readonly media: Readonly<Partial<Record<Source, Media>>>;
  readonly microphoneOn: boolean;
  /** 0 to 1. */
  readonly level: number;
  readonly quality: Quality;
}

export type LinkState = "connecting" | "connected" | "reconnecting" | "closed";

/** One connection to a chamber, now. */
export interface LinkShown {
  readonly state: LinkState;
  readonly identity: string;
  readonly people: readonly Person[];
  /** Sources that this device sends, and whether each is on. */
  readonly sending: Readonly<Partial<Record<Source, boolean>>>;
  /** This device's own sound level, 0 to 1. */
  readonly level: number;
  readonly quality: Quality;
  /** The browser wants a click before it plays sound. */
  readonly soundBlocked: boolean;
}

/** What a link should send: the captured track, and whether it is heard or seen now. */
export type Outgoing = Readonly<Partial<Record<Source, { readonly track: MediaStreamTrack; readonly on: boolean }>>>;

/** A connection to one chamber. `send` cuts synchronously, and opens when the engine lets it. */
export interface Link {
  shown(): LinkShown;
  send(outgoing: Outgoing): void;
  say(text: string): Promise<void>;
  playSound(): Promise<void>;
  leave(): void;
}

export interface LinkEvents {
  /** Anything of `shown()` changed. */
  changed(): void;
  /** The connection is over for good. */
  closed(): void;
  heard(identity: string, text: string): void;
}

/** A message of one chamber, kept in memory as long as the chamber is current. */
export interface Message {
  readonly id: number;
  readonly name: string;
  readonly own: boolean;
  readonly text: string;
  readonly at: number;
}

import { Capture, type DeviceChoice } from "./capture";
import { Chambers, type World } from "./chambers";
import type { ChamberWanted, LinkShown, Message, Source, Wish } from "./model";
import { outgoing } from "./outgoing";
import { awake, type Beat, type Clocks, clocks, fetched, shown, ticked, watch } from "./silence";

/** What the page knows of the meeting at one moment, as far as the room needs it. */
export interface Seen {
  readonly rev: number;
  /** This page's own leg while it holds the seat, else null: then every chamber is left. */
  readonly leg: string | null;
  readonly stale: boolean;
  readonly chambers: readonly ChamberWanted[];
  readonly granted: readonly string[];
  /** Whether this seat may ever speak in the current phase: nothing is captured before that. */
  readonly captures: boolean;
  /** Engine identity -> name, for messages. */
  readonly names: ReadonlyMap<string, string>;
  readonly ownName: string;
}

/** Everything the stage draws of the room. A new object at every change. */
export interface RoomShown {
  readonly key: string | null;
  readonly side: "open" | "closed" | null;
  readonly link: LinkShown | null;
  readonly ahead: LinkShown | null;
  readonly silent: boolean;
  /** The page stood still and has not fetched the state since. */
  readonly slept: boolean;
  readonly wish: Wish;
  readonly captured: Readonly<Partial<Record<Source, MediaStreamTrack>>>;
  readonly refused: ReadonlySet<Source>;
  readonly devices: DeviceChoice;
  readonly messages: readonly Message[];
}

export interface Outside extends World {
  /** The newest revision of the view, asked now. */
  freshRev(): Promise<number>;
  /** Tells whoever passes this page's frames on that it lives; null: nothing may pass. */
  alive(at: Clocks | null): void;
}

const NOTHING: Seen = {
  rev: -1,
  leg: null,
  stale: true,
  chambers: [],
  granted: [],
  captures: false,
  names: new Map(),
  ownName: "",
};

/** One page's presence in a meeting's chambers: what it is connected to, what it captures, and when it must be mute. */
export class Attendance {
  private seen = NOTHING;
  private beat: Beat = awake(clocks());
  private asking = false;
  private capturing = false;
  private cached: RoomShown;
  private readonly listeners = new Set<() => void>();
  private readonly capture: Capture;
  private readonly chambers: Chambers;
  private stopWatching: (() => void) | null = null;

  constructor(
    private readonly outside: Outside,
    devices: DeviceChoice,
    private wish: Wish,
  ) {
    this.capture = new Capture(devices, () => this.apply());
    this.chambers = new Chambers(
      outside,
      () => this.apply(),
      (identity) => this.seen.names.get(identity) ?? "",
    );
    this.cached = this.draw();
  }

  start(): () => void {
    this.stopWatching = watch(() => this.tick());
    return () => {
      this.stopWatching?.();
      this.chambers.leave();
      this.capture.release();
    };
  }

  see(seen: Seen): void {
    this.seen = seen;
    // What lay in the queue while the page stood still comes before its timers: the gap is looked for here as well.
    this.beat = shown(ticked(this.beat, clocks()), seen.rev);
    this.chambers.want(seen.leg, seen.chambers);
    // A share ends with its grant: it must not go on by itself in the next chamber.
    if (!seen.granted.includes("screen_share")) this.capture.unshare();
    this.capturesWhile(seen.captures && seen.leg !== null);
    this.apply();
  }

  /** A page that holds no seat in a chamber holds no camera and no microphone either. */
  private capturesWhile(wanted: boolean): void {
    if (wanted === this.capturing) return;
    this.capturing = wanted;
    if (wanted) void this.capture.start(this.wish);
    else this.capture.release();
  }

  setWish(wish: Partial<Wish>): void {
    this.wish = { ...this.wish, ...wish };
    if (this.capturing && wish.camera !== undefined) void this.capture.camera(wish.camera);
    if (this.capturing && wish.microphone === true) void this.capture.microphone();
    this.apply();
  }

  choose(devices: DeviceChoice): Promise<void> {
    return this.capture.choose(devices);
  }

  share(): Promise<void> {
    return this.capture.share();
  }

  unshare(): void {
    this.capture.unshare();
  }

  say(text: string): Promise<void> {
    return this.chambers.say(text, this.seen.ownName);
  }

  async playSound(): Promise<void> {
    for (const link of this.chambers.links().values()) await link.playSound();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly shown = (): RoomShown => this.cached;

  /** Whether the page stood still and does not know the state, even if nothing has told it so yet. */
  readonly isAsleep = (): boolean => ticked(this.beat, clocks()).slept;

  private isSilent(): boolean {
    return this.beat.slept || this.seen.stale || this.seen.leg === null;
  }

  private tick(): void {
    const before = this.beat.slept;
    this.beat = ticked(this.beat, clocks());
    if (this.beat.slept !== before) this.apply();
    this.outside.alive(this.isSilent() ? null : clocks());
    if (this.beat.slept && this.beat.fresh === null) void this.refresh();
  }

  private async refresh(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      const rev = await this.outside.freshRev();
      this.beat = shown(fetched(this.beat, rev), this.seen.rev);
    } catch {
      // Still not known: the next tick asks again, and the page stays mute.
    } finally {
      this.asking = false;
    }
    this.apply();
  }

  private apply(): void {
    const captured = this.capture.tracks();
    const silent = this.isSilent();
    this.outside.alive(silent ? null : clocks());
    this.chambers.send((chamber) =>
      outgoing({ chamber, granted: this.seen.granted, wish: this.wish, silent, captured }),
    );
    this.cached = this.draw();
    for (const listener of this.listeners) listener();
  }

  private draw(): RoomShown {
    const current = this.chambers.current();
    const links = this.chambers.links();
    const ahead = [...links].find(([key]) => key !== current?.key)?.[1];
    return {
      key: current?.key ?? null,
      side: current?.side ?? null,
      link: (current && links.get(current.key)?.shown()) ?? null,
      ahead: ahead?.shown() ?? null,
      silent: this.isSilent(),
      slept: this.beat.slept,
      wish: this.wish,
      captured: this.capture.tracks(),
      refused: new Set(this.capture.refused),
      devices: this.capture.devices(),
      messages: this.chambers.messages(),
    };
  }
}

import type { ChamberToken, ChamberWanted, Link, LinkEvents, Message, Outgoing } from "./model";

/** What `Chambers` needs of the world; tests give a fake one. */
export interface World {
  /** Tokens for this leg's chambers; one that is gone or not this leg's is absent. */
  tokens(leg: string): Promise<readonly ChamberToken[]>;
  open(token: ChamberToken, events: LinkEvents): Link;
  /** Calls `then` after `ms`; gives back how to cancel. */
  later(ms: number, then: () => void): () => void;
  now(): number;
}

const RETRY_MS = [150, 400, 1_000, 2_000, 4_000] as const;
const MESSAGES_KEPT = 200;

interface Held {
  readonly link: Link;
  readonly leg: string;
}

/**
 * Keeps exactly the wanted chambers connected. Wanted is a value; each `want` makes it so: what is gone is left at once,
 * what is missing is joined with a fresh token, again and again, for as long as it is wanted.
 */
export class Chambers {
  private wanted: readonly ChamberWanted[] = [];
  private leg: string | null = null;
  private readonly held = new Map<string, Held>();
  private readonly said = new Map<string, Message[]>();
  private nextMessage = 1;
  private fetching = false;
  private tries = 0;
  private cancel: (() => void) | null = null;

  constructor(
    private readonly world: World,
    private readonly changed: () => void,
    private readonly nameOf: (identity: string) => string,
  ) {}

  want(leg: string | null, chambers: readonly ChamberWanted[]): void {
    this.leg = leg;
    this.wanted = leg === null ? [] : chambers;
    for (const [key, held] of this.held) {
      if (!this.isWanted(key) || held.leg !== leg) this.drop(key, held);
    }
    for (const key of this.said.keys()) {
      if (key !== this.current()?.key) this.said.delete(key);
    }
    void this.join();
  }

  current(): ChamberWanted | undefined {
    return this.wanted.find((chamber) => chamber.use === "current");
  }

  chamber(key: string): ChamberWanted | undefined {
    return this.wanted.find((chamber) => chamber.key === key);
  }

  links(): ReadonlyMap<string, Link> {
    return new Map([...this.held].map(([key, held]) => [key, held.link]));
  }

  messages(): readonly Message[] {
    const key = this.current()?.key;
    return key === undefined ? [] : (this.said.get(key) ?? []);
  }

  send(choose: (chamber: ChamberWanted | undefined) => Outgoing): void {
    for (const [key, held] of this.held) held.link.send(choose(this.chamber(key)));
  }

  /** Say `text` to the current chamber. Rejects when there is none or the engine does not take it. */
  async say(text: string, ownName: string): Promise<void> {
    const key = this.current()?.key;
    const held = key === undefined ? undefined : this.held.get(key);
    if (key === undefined || held === undefined) throw new Error("not in a chamber");
    await held.link.say(text);
    this.keep(key, { name: ownName, own: true, text });
  }

  leave(): void {
    this.want(null, []);
    this.cancel?.();
  }

  private isWanted(key: string): boolean {
    return this.chamber(key) !== undefined;
  }

  private missing(): readonly string[] {
    return this.wanted.map((chamber) => chamber.key).filter((key) => !this.held.has(key));
  }

  private async join(): Promise<void> {
    const leg = this.leg;
    if (this.fetching || leg === null || this.missing().length === 0) return;
    this.fetching = true;
    this.cancel?.();
    try {
      const tokens = await this.world.tokens(leg);
      if (leg === this.leg) for (const token of tokens) this.open(token, leg);
    } catch {
      // The api does not answer or refuses: what is missing stays missing and is asked for again.
    } finally {
      this.fetching = false;
    }
    this.again();
  }

  private open(token: ChamberToken, leg: string): void {
    if (!this.missing().includes(token.key)) return;
    const link = this.world.open(token, {
      changed: () => this.note(token.key, link),
      closed: () => this.lost(token.key, link),
      heard: (identity, text) => this.keep(token.key, { name: this.nameOf(identity), own: false, text }),
    });
    this.held.set(token.key, { link, leg });
    this.changed();
  }

  private note(key: string, link: Link): void {
    if (this.held.get(key)?.link !== link) return;
    if (link.shown().state === "connected") this.tries = 0;
    this.changed();
  }

  private lost(key: string, link: Link): void {
    if (this.held.get(key)?.link !== link) return;
    this.held.delete(key);
    this.changed();
    this.again();
  }

  private drop(key: string, held: Held): void {
    this.held.delete(key);
    held.link.leave();
    this.changed();
  }

  private again(): void {
    this.cancel?.();
    if (this.missing().length === 0) return;
    const wait = RETRY_MS[Math.min(this.tries, RETRY_MS.length - 1)] ?? 4_000;
    this.tries += 1;
    this.cancel = this.world.later(wait, () => void this.join());
  }

  private keep(key: string, message: Omit<Message, "id" | "at">): void {
    if (key !== this.current()?.key) return;
    const kept = this.said.get(key) ?? [];
    const all = [...kept, { ...message, id: this.nextMessage++, at: this.world.now() }];
    this.said.set(key, all.slice(-MESSAGES_KEPT));
    this.changed();
  }
}

import { describe, expect, it } from "vitest";
import { Chambers, type World } from "./chambers";
import type { ChamberToken, ChamberWanted, Link, LinkEvents, LinkShown, LinkState, Outgoing } from "./model";

/** An engine in memory: which chambers exist, which links were opened, and a clock moved by hand. */
class FakeEngine implements World {
  readonly chambers = new Set<string>();
  readonly links: FakeLink[] = [];
  asked = 0;
  isDown = false;
  private timers: { at: number; then: () => void }[] = [];
  private clock = 0;

  async tokens(leg: string): Promise<readonly ChamberToken[]> {
    this.asked += 1;
    if (this.isDown) throw new Error("unreachable");
    return [...this.chambers].map((key) => ({ key, url: "ws://engine", token: leg, identity: `${leg}@${key}` }));
  }

  open(token: ChamberToken, events: LinkEvents): Link {
    const link = new FakeLink(token, events);
    this.links.push(link);
    return link;
  }

  later(ms: number, then: () => void): () => void {
    const timer = { at: this.clock + ms, then };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((kept) => kept !== timer);
    };
  }

  now(): number {
    return this.clock;
  }

  async pass(ms: number): Promise<void> {
    await settle();
    this.clock += ms;
    for (const timer of [...this.timers].filter((due) => due.at <= this.clock)) {
      this.timers = this.timers.filter((kept) => kept !== timer);
      timer.then();
      await settle();
    }
  }

  connected(): readonly string[] {
    return this.links.filter((link) => link.state !== "closed").map((link) => link.token.key);
  }
}

class FakeLink implements Link {
  state: LinkState = "connected";
  outgoing: Outgoing = {};
  readonly texts: string[] = [];
  constructor(
    readonly token: ChamberToken,
    readonly events: LinkEvents,
  ) {}
  shown(): LinkShown {
    const { state, token } = this;
    return { state, identity: token.identity, people: [], sending: {}, level: 0, quality: "good", soundBlocked: false };
  }
  send(outgoing: Outgoing): void {
    this.outgoing = outgoing;
  }
  async say(text: string): Promise<void> {
    this.texts.push(text);
  }
  async playSound(): Promise<void> {}
  leave(): void {
    this.state = "closed";
  }
  lose(): void {
    this.state = "closed";
    this.events.closed();
  }
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
};
const current = (key: string, side: "open" | "closed" = "open"): ChamberWanted => ({ key, use: "current", side });
const ahead = (key: string): ChamberWanted => ({ key, use: "ahead", side: "closed" });

function world(...keys: string[]): { engine: FakeEngine; chambers: Chambers } {
  const engine = new FakeEngine();
  for (const key of keys) engine.chambers.add(key);
  return {
    engine,
    chambers: new Chambers(
      engine,
      () => undefined,
      (identity) => identity,
    ),
  };
}

describe("Chambers", () => {
  it("keeps exactly the wanted chambers connected", async () => {
    const { engine, chambers } = world("a", "b");
    chambers.want("leg", [current("a")]);
    await settle();
    expect(engine.connected()).toEqual(["a"]);
    chambers.want("leg", [current("a"), ahead("b")]);
    await settle();
    expect(engine.connected()).toEqual(["a", "b"]);
    chambers.want("leg", [current("b", "closed")]);
    await settle();
    expect(engine.connected()).toEqual(["b"]);
    expect(engine.links).toHaveLength(2);
  });

  it("asks again for a chamber that the engine does not know yet", async () => {
    const { engine, chambers } = world();
    chambers.want("leg", [current("a")]);
    await engine.pass(150);
    expect(engine.connected()).toEqual([]);
    engine.chambers.add("a");
    await engine.pass(400);
    expect(engine.connected()).toEqual(["a"]);
  });

  it("goes on asking while the api does not answer", async () => {
    const { engine, chambers } = world("a");
    engine.isDown = true;
    chambers.want("leg", [current("a")]);
    await engine.pass(150);
    await engine.pass(400);
    expect(engine.asked).toBe(3);
    engine.isDown = false;
    await engine.pass(1_000);
    expect(engine.connected()).toEqual(["a"]);
  });

  it("joins again when a link is lost, but only while it is wanted", async () => {
    const { engine, chambers } = world("a");
    chambers.want("leg", [current("a")]);
    await settle();
    engine.links[0]?.lose();
    await engine.pass(150);
    expect(engine.connected()).toEqual(["a"]);
    engine.links[1]?.lose();
    chambers.want("leg", []);
    await engine.pass(5_000);
    expect(engine.connected()).toEqual([]);
  });

  it("leaves everything when the leg is taken over", async () => {
    const { engine, chambers } = world("a", "b");
    chambers.want("leg", [current("a"), ahead("b")]);
    await settle();
    chambers.want(null, [current("a"), ahead("b")]);
    await engine.pass(5_000);
    expect(engine.connected()).toEqual([]);
    expect(engine.links).toHaveLength(2);
  });

  it("does not open a chamber whose token came after it was unwanted", async () => {
    const { engine, chambers } = world("a");
    chambers.want("leg", [current("a")]);
    chambers.want("leg", []);
    await engine.pass(5_000);
    expect(engine.links).toEqual([]);
  });

  it("keeps messages in their chamber and drops them with it", async () => {
    const { engine, chambers } = world("a", "b");
    chambers.want("leg", [current("a")]);
    await settle();
    await chambers.say("for the record", "Dravic");
    engine.links[0]?.events.heard("quillane", "noted");
    expect(chambers.messages().map(({ name, text }) => [name, text])).toEqual([
      ["Dravic", "for the record"],
      ["quillane", "noted"],
    ]);
    chambers.want("leg", [current("b", "closed")]);
    await settle();
    engine.links[0]?.events.heard("quillane", "too late");
    expect(chambers.messages()).toEqual([]);
    chambers.want("leg", [current("a")]);
    await settle();
    expect(chambers.messages()).toEqual([]);
  });

  it("refuses to say anything without a chamber", async () => {
    const { chambers } = world();
    await expect(chambers.say("anybody?", "Dravic")).rejects.toThrow("not in a chamber");
  });

  it("tells each link what its chamber is sent", async () => {
    const { engine, chambers } = world("a", "b");
    chambers.want("leg", [current("a"), ahead("b")]);
    await settle();
    const track = {} as MediaStreamTrack;
    chambers.send((chamber) => (chamber?.use === "current" ? { camera: { track, on: true } } : {}));
    expect(engine.links.map((link) => Object.keys(link.outgoing))).toEqual([["camera"], []]);
  });
});

/**
 * The page's own dead man's handle: a page that slept cannot know whether it is on air, so it mutes itself before
 * anything else happens in it, and stays mute until a state fetched after the sleep is on its screen.
 *
 * It protects against a frozen tab, a blocked page and a sleeping machine: every frame that is sent passes a worker that
 * lets it through only while this page says so (`frames.worker.ts`). It does not protect against a browser without that
 * interface, which goes on sending while its page stands still. A lost event stream is told apart by the stream itself.
 */

export const SLEEP_MS = 5_000;
const TICK_MS = 500;

/** Two clocks: a wall clock goes on while a machine sleeps, a steady one does not jump. */
export interface Clocks {
  readonly wall: number;
  readonly steady: number;
}

export interface Beat {
  readonly ran: Clocks;
  readonly slept: boolean;
  /** The revision fetched after the sleep; what lay in the queue during the sleep is older. */
  readonly fresh: number | null;
}

export const awake = (now: Clocks): Beat => ({ ran: now, slept: false, fresh: null });

/** The page ran at `now`: a gap in its own ticking, by either clock, is a sleep. */
export function ticked(beat: Beat, now: Clocks): Beat {
  const gap = Math.max(now.wall - beat.ran.wall, now.steady - beat.ran.steady);
  return gap >= SLEEP_MS ? { ran: now, slept: true, fresh: null } : { ...beat, ran: now };
}

/** Revision `rev` was fetched, by a request made after the sleep. */
export const fetched = (beat: Beat, rev: number): Beat => (beat.slept ? { ...beat, fresh: rev } : beat);

/** Revision `rev` is on the screen: the page is awake once that is no older than what was fetched. */
export const shown = (beat: Beat, rev: number): Beat =>
  beat.slept && beat.fresh !== null && rev >= beat.fresh ? awake(beat.ran) : beat;

/** Run `look` at each tick and at each sign that the page woke, before other handlers. Gives back how to stop. */
export function watch(look: () => void): () => void {
  const timer = window.setInterval(look, TICK_MS);
  const wakes: ReadonlyArray<readonly [EventTarget, string]> = [
    [document, "resume"],
    [document, "visibilitychange"],
    [window, "pageshow"],
    [window, "focus"],
    [window, "online"],
  ];
  for (const [target, name] of wakes) target.addEventListener(name, look, { capture: true });
  return () => {
    window.clearInterval(timer);
    for (const [target, name] of wakes) target.removeEventListener(name, look, { capture: true });
  };
}

/** The same two clocks in a page and in its workers. */
export const clocks = (): Clocks => ({ wall: Date.now(), steady: performance.timeOrigin + performance.now() });

/** Whether a page that last said "alive" at `said` may still be sending at `now`. Null: it said that it must not. */
export const maySend = (said: Clocks | null, now: Clocks): boolean =>
  said !== null && now.wall - said.wall < SLEEP_MS && now.steady - said.steady < SLEEP_MS;

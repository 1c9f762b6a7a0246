/**
 * Our own rate control: it keeps the smallest amount of media in front of the player at a reserve. hls.js can only speed up,
 * and only above one second of it; this comes closer to the room and changes the rate seldom. Pure: time is an argument.
 */

/** `rates` from far behind to far ahead: the first whose `above` is below the excess over the reserve, in seconds. */
export interface RateTable {
  /** Length of one measuring window in ms: at least one whole period of the buffer's saw-tooth. */
  readonly windowMs: number;
  readonly reserve: number;
  /** How much (s) is waited for before the first picture: whole segments come seldom, and early in a timeline there is one. */
  readonly fill: number;
  /** What a stall adds to the reserve, and how high it can come. */
  readonly perStall: number;
  readonly reserveMax: number;
  readonly rates: readonly (readonly [above: number, rate: number])[];
  readonly slowest: number;
}

const PARTS: RateTable = {
  windowMs: 800,
  reserve: 0.7,
  fill: 0,
  perStall: 0.15,
  reserveMax: 1.5,
  rates: [
    [2, 1.25],
    [0.15, 1.08],
    [0.04, 1.03],
    [-0.05, 1],
    [-0.12, 0.98],
  ],
  slowest: 0.94,
};

/** Whole segments come in one piece, so the window spans two of them, and nothing is gained by coming close. */
const SEGMENTS: RateTable = {
  windowMs: 3_200,
  reserve: 4,
  fill: 3,
  perStall: 0.5,
  reserveMax: 6,
  rates: [
    [3, 1.25],
    [0.6, 1.05],
    [-1, 1],
  ],
  slowest: 0.97,
};

export const GALLERY: RateTable = {
  windowMs: 500,
  reserve: 0.25,
  fill: 0,
  perStall: 0.1,
  reserveMax: 1,
  rates: [
    [0.6, 1.2],
    [0.1, 1.08],
    [0.03, 1.03],
    [-0.05, 1],
    [-0.1, 0.98],
  ],
  slowest: 0.95,
};

/** Below this delay the origin lists parts, as its packaging says. */
export const PARTS_BELOW_US = 5_000_000;

export const webcastRates = (delayUs: number): RateTable => (delayUs < PARTS_BELOW_US ? PARTS : SEGMENTS);

export const rateFor = (table: RateTable, excess: number): number =>
  table.rates.find(([above]) => excess > above)?.[1] ?? table.slowest;

export interface RateState {
  readonly rate: number;
  readonly stalls: number;
  readonly smallest: number;
  readonly began: number;
}

export const startRate = (at: number): RateState => ({
  rate: 1,
  stalls: 0,
  smallest: Number.POSITIVE_INFINITY,
  began: at,
});

export const reserveOf = (table: RateTable, stalls: number): number =>
  Math.min(table.reserve + stalls * table.perStall, table.reserveMax);

/** Takes one sample of the media ahead, in seconds, at `at` ms; the rate changes only when a window is full. */
export function sampleRate(table: RateTable, state: RateState, ahead: number, at: number): RateState {
  const smallest = Math.min(state.smallest, ahead);
  if (at - state.began < table.windowMs) return { ...state, smallest };
  const rate = rateFor(table, smallest - reserveOf(table, state.stalls));
  return { ...state, rate, smallest: Number.POSITIVE_INFINITY, began: at };
}

/** After a stall the player keeps further away. */
export const stalled = (state: RateState, at: number): RateState => ({
  rate: 1,
  stalls: state.stalls + 1,
  smallest: Number.POSITIVE_INFINITY,
  began: at,
});

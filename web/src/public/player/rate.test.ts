import { describe, expect, it } from "vitest";
import { GALLERY, type RateState, rateFor, reserveOf, sampleRate, stalled, startRate, webcastRates } from "./rate";

const parts = webcastRates(0);

describe("rateFor", () => {
  it.each([
    [2.5, 1.25],
    [1, 1.08],
    [0.1, 1.03],
    [0, 1],
    [-0.04, 1],
    [-0.1, 0.98],
    [-0.3, 0.94],
  ])("an excess of %d s: %d", (excess, rate) => {
    expect(rateFor(parts, excess)).toBe(rate);
  });

  it("stays within what the gallery allows", () => {
    for (let excess = -3; excess < 5; excess += 0.01) {
      expect(rateFor(GALLERY, excess)).toBeGreaterThanOrEqual(0.95);
      expect(rateFor(GALLERY, excess)).toBeLessThanOrEqual(1.2);
    }
  });
});

describe("webcastRates", () => {
  it.each([
    [0, 0.7],
    [4_999_999, 0.7],
    [5_000_000, 4],
    [15_000_000, 4],
  ])("%d us of delay: a reserve of %d s", (delay, reserve) => {
    expect(webcastRates(delay).reserve).toBe(reserve);
  });
});

describe("sampleRate", () => {
  it("judges a window by its smallest sample, and only when it is over", () => {
    let state = startRate(0);
    for (const [at, ahead] of [
      [50, 1.4],
      [400, 0.5],
      [750, 1.4],
    ] as const) {
      state = sampleRate(parts, state, ahead, at);
      expect(state.rate).toBe(1);
    }
    state = sampleRate(parts, state, 1.4, 800);
    expect(state.rate).toBe(0.94);
    expect(sampleRate(parts, state, 0.1, 850).rate).toBe(0.94);
  });

  it("brings a player that is far behind to its reserve and keeps it there", () => {
    let state: RateState = startRate(0);
    let ahead = 5;
    for (let at = 0; at < 120_000; at += 50) {
      ahead += 0.05 * (1 - state.rate);
      state = sampleRate(parts, state, ahead, at);
    }
    expect(ahead).toBeGreaterThan(0.7 - 0.05);
    expect(ahead).toBeLessThan(0.7 + 0.05);
    expect(state.rate).toBe(1);
  });
});

describe("stalled", () => {
  it("keeps further away after each stall, up to a limit", () => {
    let state = startRate(0);
    const reserves = [0, 1, 2, 3, 4, 5, 6].map((at) => {
      state = stalled(state, at);
      return Number(reserveOf(parts, state.stalls).toFixed(2));
    });
    expect(reserves).toEqual([0.85, 1, 1.15, 1.3, 1.45, 1.5, 1.5]);
    expect(state.rate).toBe(1);
  });
});

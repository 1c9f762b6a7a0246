import type { SeatId } from "./model";

/** This page's leg. It outlives a reload of the page but not its tab, so that a second tab takes the seat over openly. */
const keyOf = (seat: SeatId): string => `incamera.leg.${seat}`;

export function keptLeg(seat: SeatId): string | null {
  try {
    return window.sessionStorage.getItem(keyOf(seat));
  } catch {
    return null;
  }
}

export function keepLeg(seat: SeatId, leg: string): void {
  try {
    window.sessionStorage.setItem(keyOf(seat), leg);
  } catch {
    // Without storage a reload takes a new leg: nothing is lost but a second.
  }
}

/** A page that reloads gives its lock up within moments; one that is still there after this long is another page. */
const RELOAD_MS = 1_500;

/**
 * Claims a leg for this page until `life` ends. False when another page has it: a duplicated tab copies the kept leg, and
 * two pages with one leg would throw each other out of the chamber.
 */
export async function claimLeg(leg: string, life: AbortSignal): Promise<boolean> {
  if (!navigator.locks) return true;
  return new Promise((claimed) => {
    const hold = (): Promise<void> => {
      claimed(true);
      return new Promise((release) => life.addEventListener("abort", () => release()));
    };
    navigator.locks
      .request(`incamera.leg.${leg}`, { signal: AbortSignal.timeout(RELOAD_MS) }, hold)
      .catch(() => claimed(false));
  });
}

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

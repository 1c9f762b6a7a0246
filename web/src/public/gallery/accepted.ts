import type { Instant, SeatId } from "../../api/model";

/** When this browser's seat accepted the ground rules; it outlives a reload of the page, not its tab. */
const keyOf = (seat: SeatId): string => `incamera.rules.${seat}`;

export function keptAcceptance(seat: SeatId): Instant | null {
  try {
    const kept = Number(window.sessionStorage.getItem(keyOf(seat)));
    return Number.isSafeInteger(kept) && kept > 0 ? kept : null;
  } catch {
    return null;
  }
}

export function keepAcceptance(seat: SeatId, at: Instant): void {
  try {
    window.sessionStorage.setItem(keyOf(seat), `${at}`);
  } catch {
    // Without storage a reload asks again: nothing is lost but a click.
  }
}

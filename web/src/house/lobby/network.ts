import { viewNow } from "../../api/seat";

export type NetworkState = "measuring" | "good" | "fair" | "poor" | "none";

/** How good a way to the server is, from its round trip in milliseconds (null: no answer). */
export function gradeOf(ms: number | null): NetworkState {
  if (ms === null) return "none";
  if (ms <= 150) return "good";
  return ms <= 400 ? "fair" : "poor";
}

export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

const PROBES = 5;

/** The median round trip to the api in milliseconds, or null when it never answered. The first, which connects, is left out. */
export async function roundTrip(seat: string, signal: AbortSignal): Promise<number | null> {
  const times: number[] = [];
  for (let probe = 0; probe <= PROBES && !signal.aborted; probe += 1) {
    const before = performance.now();
    const isAnswered = await viewNow(seat).then(
      () => true,
      () => false,
    );
    if (isAnswered && probe > 0) times.push(performance.now() - before);
  }
  return median(times);
}

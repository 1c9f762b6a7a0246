const MINUTE_US = 60_000_000;

/** How long until a meeting begins, in the largest unit that is at least two; null once it is due. */
export function countIn(
  starts: number,
  now: number,
): { readonly unit: "minutes" | "hours" | "days"; readonly n: number } | null {
  const minutes = Math.ceil((starts - now) / MINUTE_US);
  if (minutes <= 0) return null;
  if (minutes < 120) return { unit: "minutes", n: minutes };
  return minutes < 48 * 60
    ? { unit: "hours", n: Math.floor(minutes / 60) }
    : { unit: "days", n: Math.floor(minutes / 1440) };
}

import { useEffect, useRef, useState } from "react";
import type { Instant } from "../../api/model";

/** The server's clock, as far as this device knows it, told anew every `stepMs`. */
export function useNow(offset: number, stepMs: number): Instant {
  const last = useRef(0);
  if (Number.isFinite(offset)) last.current = offset;
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => tick((count) => count + 1), stepMs);
    return () => window.clearInterval(timer);
  }, [stepMs]);
  return Math.floor(Date.now() * 1_000 + last.current);
}

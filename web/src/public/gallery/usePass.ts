import { useEffect, useState } from "react";
import { ApiError, call, post } from "../../api/http";
import type { SeatId } from "../../api/model";

/** Whether this browser may fetch the gallery's media now: a signed cookie that lives for a minute. */
export type PassState = "none" | "held" | "refused" | "failed";

const RENEW_MS = 30_000;
const RETRY_MS = 3_000;

/** Where the gallery's media of a meeting is, on the host of the rooms. */
export const galleryOf = (meeting: string): string => `/live/${encodeURIComponent(meeting)}/gallery`;

/** Keeps a pass for as long as `wanted`; a press seat gets it for its own cookie. */
export function usePass(seat: SeatId, meeting: string, wanted: boolean): PassState {
  const [state, setState] = useState<PassState>("none");
  useEffect(() => {
    if (!wanted) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const renew = async (): Promise<void> => {
      const found = await askPass(seat, meeting);
      if (over) return;
      setState((before) => (found === "failed" && before === "held" ? "held" : found));
      timer = setTimeout(renew, found === "held" ? RENEW_MS : RETRY_MS);
    };
    void renew();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [seat, meeting, wanted]);
  return wanted ? state : "none";
}

/** A new pass is also shown to the origin, so that what it is sending goes on. */
async function askPass(seat: SeatId, meeting: string): Promise<PassState> {
  try {
    await post(`/api/seats/${encodeURIComponent(seat)}/pass`);
    await call(`${galleryOf(meeting)}/pass`);
    return "held";
  } catch (error) {
    return error instanceof ApiError && [401, 403, 404, 409].includes(error.status) ? "refused" : "failed";
  }
}

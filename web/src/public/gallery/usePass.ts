import { useEffect, useState } from "react";
import { ApiError, post, toError } from "../../api/http";
import type { SeatId } from "../../api/model";

/** Whether this browser may fetch the gallery's media now: a signed cookie that lives for a minute. */
export interface Pass {
  readonly state: "none" | "held" | "refused" | "failed";
  /** Where the gallery's media is, under the host name of the rooms, while a pass is held. */
  readonly folder: string | null;
}

const NONE: Pass = { state: "none", folder: null };
const RENEW_MS = 30_000;
const RETRY_MS = 3_000;
const REFUSALS = new Set([401, 403, 404, 409]);

/** Keeps a pass for as long as `wanted`; a press seat gets it for its own cookie. */
export function usePass(seat: SeatId, wanted: boolean): Pass {
  const [pass, setPass] = useState<Pass>(NONE);
  useEffect(() => {
    if (!wanted) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const renew = async (): Promise<void> => {
      const found = await askPass(seat);
      if (over) return;
      // One that failed to be renewed still lives: what plays is cut by the origin, not by this page.
      setPass((before) => (found.state === "failed" && before.state === "held" ? before : found));
      timer = setTimeout(renew, found.state === "held" ? RENEW_MS : RETRY_MS);
    };
    void renew();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [seat, wanted]);
  return wanted ? pass : NONE;
}

interface GalleryOpen {
  readonly meeting: string;
  readonly url: string;
}

/** A new pass is also shown to the origin, so that what it is sending goes on. */
async function askPass(seat: SeatId): Promise<Pass> {
  try {
    const { meeting, url } = await post<GalleryOpen>(`/api/seats/${encodeURIComponent(seat)}/pass`);
    const folder = `${url}/live/${encodeURIComponent(meeting)}/gallery`;
    const shown = await fetch(`${folder}/pass`, { credentials: "include", cache: "no-store" });
    if (!shown.ok) throw await toError(shown);
    return { state: "held", folder };
  } catch (error) {
    const isRefused = error instanceof ApiError && REFUSALS.has(error.status);
    return { state: isRefused ? "refused" : "failed", folder: null };
  }
}

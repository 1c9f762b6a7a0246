import { useEffect, useReducer, useRef } from "react";
import { ApiError, toError } from "./http";
import type { SeatId, Shown } from "./model";
import { eventsPath } from "./seat";
import { readEvents } from "./sse";
import { backoff, isSilent, reduceStream, type StreamEvent, type StreamState, startOf } from "./stream";

const wallClock = (): number => Date.now() * 1000;
const TICK_MS = 500;
/** Refusals that trying again cannot change: no cookie for this seat, or no such seat. */
const FINAL = new Set([401, 403, 404, 410]);

/** Follows a seat's events for as long as the component lives; connects again by itself. */
export function useSeatStream(seat: SeatId): StreamState {
  const [state, dispatch] = useReducer(reduceStream, wallClock(), startOf);
  const latest = useRef(state);
  latest.current = state;
  useEffect(() => {
    const life = new AbortController();
    void follow(seat, life.signal, dispatch, () => latest.current);
    const timer = setInterval(() => dispatch({ kind: "tick", at: wallClock() }), TICK_MS);
    return () => {
      clearInterval(timer);
      life.abort();
    };
  }, [seat]);
  return state;
}

async function follow(
  seat: SeatId,
  life: AbortSignal,
  dispatch: (event: StreamEvent) => void,
  now: () => StreamState,
): Promise<void> {
  while (!life.aborted) {
    const error = await connectOnce(seat, life, dispatch);
    if (life.aborted) return;
    if (error instanceof ApiError && FINAL.has(error.status)) {
      dispatch({ kind: "refused", error });
      return;
    }
    dispatch({ kind: "lost" });
    await pause(backoff(now().failures, Math.random()), life);
  }
}

/** One connection, given up when it has been silent for too long. Returns what ended it. */
async function connectOnce(seat: SeatId, life: AbortSignal, dispatch: (event: StreamEvent) => void): Promise<unknown> {
  const connection = new AbortController();
  let heard = wallClock();
  const watch = setInterval(() => isSilent(heard, wallClock()) && connection.abort(), TICK_MS);
  const hear = (): void => {
    heard = wallClock();
    dispatch({ kind: "heard", at: heard });
  };
  const take = (data: string): void => {
    const shown = JSON.parse(data) as Shown;
    if (shown.topic === "view") dispatch({ kind: "message", at: wallClock(), shown });
  };
  dispatch({ kind: "opened" });
  try {
    await readEvents(eventsPath(seat), AbortSignal.any([life, connection.signal]), hear, take, toError);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    clearInterval(watch);
    connection.abort();
  }
}

function pause(ms: number, life: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    life.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

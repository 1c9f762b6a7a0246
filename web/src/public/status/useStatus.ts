import { useEffect, useState } from "react";
import { ApiError, toError } from "../../api/http";
import { readEvents } from "../../api/sse";
import { backoff } from "../../api/stream";
import { type PublicStatus, readStatus } from "./status";

/** What a public page knows: nothing yet, a status (perhaps an old one), or that there is no such meeting. */
export interface Followed {
  readonly status: PublicStatus | null;
  /** The origin has not been heard for a while: what is shown may not be true any more. */
  readonly lost: boolean;
  readonly unknown: boolean;
}

/** The origin is heard at least this often, since a connection that is silent for longer is given up. */
const SILENCE_MS = 20_000;
/** A new connection within this time is nobody's business. */
const PATIENCE_MS = 5_000;

/** Follows a meeting's public status for as long as the component lives; connects again by itself. No cookie is sent. */
export function useStatus(meeting: string): Followed {
  const [followed, setFollowed] = useState<Followed>({ status: null, lost: false, unknown: false });
  useEffect(() => {
    const life = new AbortController();
    void follow(meeting, life.signal, setFollowed);
    return () => life.abort();
  }, [meeting]);
  return followed;
}

type Tell = (change: (known: Followed) => Followed) => void;

async function follow(meeting: string, life: AbortSignal, tell: Tell): Promise<void> {
  let failures = 0;
  const heard = (status: PublicStatus): void => {
    failures = 0;
    tell(() => ({ status, lost: false, unknown: false }));
  };
  while (!life.aborted) {
    const lost = setTimeout(() => tell((known) => ({ ...known, lost: true })), PATIENCE_MS);
    const error = await connectOnce(meeting, life, (status) => {
      clearTimeout(lost);
      heard(status);
    });
    clearTimeout(lost);
    if (life.aborted) return;
    failures += 1;
    const isUnknown = error instanceof ApiError && error.status === 404;
    tell((known) => ({ ...known, unknown: isUnknown, lost: known.lost || failures > 2 }));
    await pause(isUnknown ? 10_000 : backoff(failures, Math.random()), life);
  }
}

async function connectOnce(meeting: string, life: AbortSignal, take: (status: PublicStatus) => void): Promise<unknown> {
  const connection = new AbortController();
  let watch = setTimeout(() => connection.abort(), SILENCE_MS);
  const hear = (): void => {
    clearTimeout(watch);
    watch = setTimeout(() => connection.abort(), SILENCE_MS);
  };
  const message = (data: string): void => {
    const status = readStatus(data);
    if (status) take(status);
  };
  try {
    const signal = AbortSignal.any([life, connection.signal]);
    await readEvents(`/live/${encodeURIComponent(meeting)}/status`, signal, hear, message, toError);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    clearTimeout(watch);
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

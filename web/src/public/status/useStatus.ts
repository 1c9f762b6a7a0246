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

/** A page that is opened in the second in which a meeting is convened comes too early; one with a wrong address asks no oftener. */
const UNKNOWN_MS = 10_000;

/** Where the public's status of a meeting is. */
export const publicStatus = (meeting: string): string => `/live/${encodeURIComponent(meeting)}/status`;

type Credentials = "same-origin" | "include";

/** Follows a status for as long as the component lives and there is an address; connects again by itself. */
export function useStatus(address: string | null, credentials: Credentials = "same-origin"): Followed {
  const [followed, setFollowed] = useState<Followed>({ status: null, lost: false, unknown: false });
  useEffect(() => {
    if (address === null) return undefined;
    const life = new AbortController();
    void follow({ address, credentials }, life.signal, setFollowed);
    return () => life.abort();
  }, [address, credentials]);
  return followed;
}

type Tell = (change: (known: Followed) => Followed) => void;

interface Place {
  readonly address: string;
  readonly credentials: Credentials;
}

async function follow(place: Place, life: AbortSignal, tell: Tell): Promise<void> {
  let failures = 0;
  const heard = (status: PublicStatus): void => {
    failures = 0;
    tell(() => ({ status, lost: false, unknown: false }));
  };
  while (!life.aborted) {
    const lost = setTimeout(() => tell((known) => ({ ...known, lost: true })), PATIENCE_MS);
    const error = await connectOnce(place, life, (status) => {
      clearTimeout(lost);
      heard(status);
    });
    clearTimeout(lost);
    if (life.aborted) return;
    failures += 1;
    const isUnknown = error instanceof ApiError && error.status === 404;
    tell((known) => ({ ...known, unknown: isUnknown, lost: known.lost || failures > 2 }));
    await pause(isUnknown ? Math.min(failures * 2_000, UNKNOWN_MS) : backoff(failures, Math.random()), life);
  }
}

async function connectOnce(place: Place, life: AbortSignal, take: (status: PublicStatus) => void): Promise<unknown> {
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
    await readEvents(place.address, signal, hear, message, toError, place.credentials);
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

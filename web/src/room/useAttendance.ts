import { useEffect, useState, useSyncExternalStore } from "react";
import { Attendance, type Outside, type RoomShown, type Seen } from "./attendance";
import { type DeviceChoice, NO_CHOICE } from "./capture";
import { tellAlive } from "./frameGuard";
import { EngineLink } from "./link";
import type { ChamberToken, Wish } from "./model";

/** What the room needs from the api. */
export interface RoomCalls {
  tokens(leg: string): Promise<readonly ChamberToken[]>;
  freshRev(): Promise<number>;
}

const EMPTY: RoomShown = {
  key: null,
  side: null,
  link: null,
  ahead: null,
  silent: true,
  slept: false,
  wish: { camera: false, microphone: false },
  captured: {},
  refused: new Set(),
  devices: NO_CHOICE,
  messages: [],
};

const noSubscription = () => () => undefined;
const empty = () => EMPTY;

const outside = (calls: RoomCalls): Outside => ({
  tokens: calls.tokens,
  freshRev: calls.freshRev,
  alive: tellAlive,
  open: (token, events) => new EngineLink(token, events),
  later: (ms, then) => {
    const timer = window.setTimeout(then, ms);
    return () => window.clearTimeout(timer);
  },
  now: () => Date.now() * 1_000,
});

/** This page's presence in the chambers, for as long as it is mounted. `calls`, `devices` and `wish` are read once. */
export function useAttendance(
  seen: Seen,
  calls: RoomCalls,
  devices: DeviceChoice,
  wish: Wish,
): { readonly room: RoomShown; readonly attendance: Attendance | null } {
  const [attendance, setAttendance] = useState<Attendance | null>(null);
  const [once] = useState({ calls, devices, wish });
  useEffect(() => {
    const made = new Attendance(outside(once.calls), once.devices, once.wish);
    setAttendance(made);
    return made.start();
  }, [once]);
  useEffect(() => attendance?.see(seen), [attendance, seen]);
  const room = useSyncExternalStore(attendance?.subscribe ?? noSubscription, attendance?.shown ?? empty);
  return { room, attendance };
}

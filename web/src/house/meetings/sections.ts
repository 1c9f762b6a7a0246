import type { DoorState, MeetingRow } from "../../api/model";

/** How the list of meetings is cut: what comes next, then by day. */

export type SectionId = "today" | "week" | "later" | "earlier" | "ended";
export interface Section {
  readonly id: SectionId;
  readonly rows: readonly MeetingRow[];
}
export interface Listed {
  readonly next: MeetingRow | null;
  readonly sections: readonly Section[];
}

const DAY_US = 86_400_000_000;
const ORDER: readonly SectionId[] = ["today", "week", "later", "earlier", "ended"];

const isRunning = (state: DoorState): boolean => state !== "draft" && state !== "ended";

/** Days from the reader's today to the meeting's day, both on the reader's calendar; `offset` is the reader's from UTC. */
const daysAhead = (at: number, now: number, offset: number): number =>
  Math.floor((at + offset) / DAY_US) - Math.floor((now + offset) / DAY_US);

function sectionIn(row: MeetingRow, now: number, offset: number): SectionId {
  if (row.state === "ended") return "ended";
  const days = daysAhead(row.starts, now, offset);
  if (days === 0 || isRunning(row.state)) return "today";
  if (days < 0) return "earlier";
  return days < 7 ? "week" : "later";
}

/** What runs comes first; else the next to start; a draft whose time has passed is never next. */
function nextOf(rows: readonly MeetingRow[], now: number): MeetingRow | null {
  const open = rows.filter((row) => row.state !== "ended").sort((a, b) => a.starts - b.starts);
  return open.find((row) => isRunning(row.state)) ?? open.find((row) => row.starts >= now) ?? null;
}

/** Sections that have rows, in reading order: soonest first, what ended latest first. */
export function listed(rows: readonly MeetingRow[], now: number, offset: number): Listed {
  const sections = ORDER.map((id) => {
    const own = rows.filter((row) => sectionIn(row, now, offset) === id);
    const sign = id === "ended" || id === "earlier" ? -1 : 1;
    return { id, rows: own.sort((a, b) => sign * (a.starts - b.starts)) };
  });
  return { next: nextOf(rows, now), sections: sections.filter((section) => section.rows.length > 0) };
}

export type NextAct = "plan" | "follow" | "ledger";

/** The one thing to do next with a meeting. */
export function nextAct(state: DoorState): NextAct {
  if (state === "draft") return "plan";
  return state === "ended" ? "ledger" : "follow";
}

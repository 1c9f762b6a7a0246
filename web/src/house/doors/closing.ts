import type { Instant, ShownRow, View } from "../../api/model";

/** How far the closing is, for the steps at the side of its screen. */
export interface Progress {
  readonly ok: number;
  readonly total: number;
  /** The rows that kept the door from being proven for too long. */
  readonly jammed: readonly ShownRow[];
}

export function progress(rows: readonly ShownRow[]): Progress {
  return {
    ok: rows.filter((row) => row.state === "ok").length,
    total: rows.length,
    jammed: rows.filter((row) => row.jammed),
  };
}

/** Tenths of a second since the cut, for the gate while a crossing waits for its proof. */
export const sinceCut = (cut: Instant | null, now: Instant): number | null =>
  cut === null ? null : Math.max(0, Math.floor((now - cut) / 100_000)) / 10;

/** One step of closing by the profile, and whether it is this person's to do. */
export type StepKind = "choose_ground" | "read_announcement" | "vote";

export interface CloseStep {
  readonly step: StepKind;
  readonly state: "todo" | "done" | "failed" | "unavailable";
  readonly detail: string;
  /** Null: can be done now. Undefined: never this seat's. */
  readonly reason: string | null | undefined;
}

const COMMAND: Readonly<Record<StepKind, string>> = {
  choose_ground: "choose_ground",
  read_announcement: "read_announcement",
  vote: "open_vote",
};

/** The steps that lock the door, in the profile's order. */
export function closeSteps(view: View): readonly CloseStep[] {
  return view.steps.flatMap(({ step, when, state, detail }) =>
    when === "before_gate" && step in COMMAND
      ? [{ step: step as StepKind, state, detail, reason: view.can[COMMAND[step as StepKind]] }]
      : [],
  );
}

/** Whether the close button of the dialog may be pressed, or what comes first. */
export const closeReason = (view: View): string | null | undefined => view.can.close;

/** What the chair may do with steps undone, when the profile has an override for emergencies. */
export const mayOverride = (view: View): boolean => view.can.close !== null && view.can.close_skipping === null;

/** This person's own vote, when a roll call is on. */
export function ownVote(view: View): { readonly open: boolean; readonly vote: string | null } | null {
  const { motion, me, can } = view;
  if (motion === null || !motion.vote_open || !("cast_vote" in can)) return null;
  const cast = motion.votes.find(([seat]) => seat === me.seat);
  return { open: motion.outcome === "open", vote: cast?.[1] ?? null };
}

export interface AloneCount {
  readonly stated: number;
  readonly of: number;
}

/** "5 of 8 have stated they are alone": as the rules count it, else of the people on the closed roster. */
export function aloneCount(view: View): AloneCount {
  const step = view.steps.find((candidate) => candidate.step === "attest_alone");
  const counted = /^(\d+) of (\d+)$/.exec(step?.detail ?? "");
  if (counted !== null) return { stated: Number(counted[1]), of: Number(counted[2]) };
  const roster = view.seats.filter((seat) => seat.in_roster);
  return { stated: roster.filter((seat) => seat.stated_alone).length, of: roster.length };
}

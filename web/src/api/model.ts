/** The wire's shapes: one person's view (as the rules show it) and what the desk plans with. Instants are integer microseconds, UTC. */

export type Instant = number;
export type SeatId = string;
export type Side = "open" | "closed";
export type DoorState =
  | "draft"
  | "doors_closed"
  | "on_air"
  | "closing"
  | "not_dark"
  | "closed"
  | "moving"
  | "recess"
  | "opening"
  | "not_known"
  | "ended";
export type Place = "lobby" | "door" | "inside" | "outside" | "removed";
export type Access = "nothing" | "see" | "hear" | "speak";
export type Source = "camera" | "microphone" | "screen_share" | "screen_share_audio";

export interface ShownMeeting {
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  readonly starts: Instant;
  readonly zone: string;
  readonly coverage: string;
  /** The profile's name in words. */
  readonly profile: string;
  readonly closed_label: string;
}

/** The person's own seat. */
export interface ShownMe {
  readonly seat: SeatId;
  readonly person: string;
  readonly form: string;
  readonly title: string;
  readonly role: string;
  readonly role_label: string;
  readonly delegation: string;
  readonly access: Access;
  readonly place: Place;
  /** The leg that now holds this seat; a page with another leg has been taken over. */
  readonly leg: string | null;
  readonly holds_key: boolean;
  readonly held: boolean;
  readonly muted: boolean;
  readonly stated_alone: boolean;
  readonly must_state_alone: boolean;
  readonly rules_accepted: Instant | null;
  /** What this seat is granted to publish in the current chamber now. */
  readonly publish: readonly Source[];
}

/** A row of the proof, `jammed` after the rules' patience. */
export interface ShownRow {
  readonly row: string;
  readonly state: "ok" | "failed" | "unknown";
  readonly asked: Instant | null;
  readonly found: string;
  readonly jammed: boolean;
}

/** The one state that every screen repeats. */
export interface ShownDoor {
  readonly state: DoorState;
  readonly phase: string | null;
  readonly side: Side;
  readonly since: Instant | null;
  readonly cut: Instant | null;
  readonly live: Instant | null;
  readonly rows: readonly ShownRow[];
  readonly encrypted: boolean;
  readonly expected: Instant | null;
}

export interface ShownKey {
  readonly seat: SeatId;
  readonly person: string;
  readonly delegation: string;
  readonly turned: boolean;
}

/** An ask to open, from the ask until the cut. */
export interface ShownOpening {
  readonly phase: string;
  readonly asked_by: string;
  readonly asked: Instant;
  readonly lapses: Instant;
  readonly rule: string;
  readonly keys: readonly ShownKey[];
  readonly keyed: boolean;
  readonly due: Instant | null;
}

/** A chamber this seat should be connected to. */
export interface ShownChamber {
  readonly key: string;
  readonly use: "current" | "ahead";
  readonly side: Side;
}

export interface ShownDelegation {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly colours: readonly string[];
}

/** A seat of the roster, in protocol order. */
export interface ShownSeat {
  readonly seat: SeatId;
  readonly person: string;
  readonly form: string;
  readonly title: string;
  readonly role: string;
  readonly role_label: string;
  readonly delegation: string;
  readonly speaks: boolean;
  readonly in_roster: boolean;
  readonly place: Place;
  readonly identity: string | null;
  /** Measured in the chamber; null: not known. */
  readonly present: boolean | null;
  readonly publishes: readonly Source[];
  readonly floor: boolean;
  readonly held: boolean;
  readonly muted: boolean;
  readonly stated_alone: boolean;
  readonly holds_key: boolean;
}

export interface ShownWaiting {
  readonly seat: SeatId;
  readonly person: string;
  readonly delegation: string;
  readonly asked: Instant;
}

export interface ShownFloor {
  readonly holder: SeatId | null;
  readonly since: Instant;
  readonly seconds: number;
  readonly waiting: readonly ShownWaiting[];
}

export interface ShownItem {
  readonly id: string;
  readonly number: number;
  readonly open_title: string;
  readonly closed_title: string | null;
  readonly has_closed_title: boolean;
  readonly phase: string;
  readonly minutes: number;
  readonly current: boolean;
}

export interface ShownStep {
  readonly step: string;
  readonly when: "before_gate" | "before_talk";
  readonly state: "todo" | "done" | "failed" | "unavailable";
  readonly detail: string;
}

export interface ShownMotion {
  readonly ground: string;
  readonly ground_text: string;
  readonly subjects: string;
  readonly reconvene: boolean;
  /** The announcement to read aloud; empty until its fields are filled. */
  readonly script: string;
  readonly announced: boolean;
  readonly vote_open: boolean;
  readonly votes: readonly (readonly [SeatId, string])[];
  readonly waiting: readonly SeatId[];
  readonly outcome: "open" | "carried" | "lost" | "";
}

export interface ShownGround {
  readonly id: string;
  readonly citation: string;
  readonly text: string;
}

/** Everything one person's screen may know of a meeting. */
/** A passage that was destroyed, by whom, and up to which instant it was public already (null: not stated yet). */
export interface ShownDump {
  readonly person: string;
  readonly since: Instant;
  readonly until: Instant;
  readonly public_until: Instant | null;
}

/** An address that the clean programme is sent to, or is proposed for. */
export interface ShownFeed {
  readonly feed: string;
  readonly label: string;
  readonly address: string;
  readonly proposed_by: string;
  readonly approved_by: string | null;
  readonly mine: boolean;
  readonly state: string;
  readonly since: Instant | null;
}

/** How the recording does: recording, waiting, failed, missing, not_known. */
export interface ShownRecording {
  readonly state: string;
  readonly since: Instant | null;
  readonly passages: number;
  readonly seconds: number;
}

export interface ShownOutside {
  readonly outputs: readonly string[];
  /** Of the webcast, in seconds. */
  readonly delay: number;
  readonly audience: Readonly<Record<string, number>> | null;
  readonly layout: string;
  readonly dumps: readonly ShownDump[];
  readonly feeds: readonly ShownFeed[];
  /** null where nothing is recorded. */
  readonly recording: ShownRecording | null;
}

export interface View {
  readonly meeting: ShownMeeting;
  readonly me: ShownMe;
  readonly door: ShownDoor;
  readonly opening: ShownOpening | null;
  readonly chambers: readonly ShownChamber[];
  readonly delegations: readonly ShownDelegation[];
  readonly seats: readonly ShownSeat[];
  readonly floor: ShownFloor;
  readonly agenda: readonly ShownItem[];
  readonly steps: readonly ShownStep[];
  readonly motion: ShownMotion | null;
  readonly grounds: readonly ShownGround[];
  readonly notices: readonly string[];
  readonly locked: boolean;
  /** What goes out and to how many; null where nothing does. */
  readonly outside: ShownOutside | null;
  /** Command -> null if it may be given now, else the reason why not. Absent: never this seat's. */
  readonly can: Readonly<Record<string, string | null>>;
  readonly next_step: string;
}

/** One message of the event stream: always the whole view. */
export interface Shown {
  readonly topic: "view";
  readonly rev: number;
  readonly view: View;
  /** The server's clock when it was sent. */
  readonly now: Instant;
}

export interface ChamberToken {
  readonly key: string;
  readonly url: string;
  readonly token: string;
  readonly identity: string;
}

/* ---- the desk ---- */

export interface ProfileRole {
  readonly role: string;
  readonly label: string;
  readonly inside: boolean;
}

export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly institution: string;
  readonly summary: string;
  readonly closed_label: string;
  readonly roles: readonly ProfileRole[];
  readonly phases: readonly string[];
  readonly key_roles: readonly string[];
  readonly is_default: boolean;
  /** Not empty: not selectable, for these reasons. */
  readonly missing: readonly string[];
}

export interface MeetingRow {
  readonly id: string;
  readonly title: string;
  readonly starts: Instant;
  readonly zone: string;
  readonly state: DoorState;
  readonly seats: number;
  readonly profile: string;
}

export type DelegationKind = "state" | "institution" | "foundation" | "company" | "community";
export type Coverage =
  | "open_press"
  | "pooled_press"
  | "pooled_spray_at_top"
  | "closed_press"
  | "host_determined"
  | "virtual_open";

export interface PlanDelegation {
  readonly id: string;
  readonly name: string;
  readonly kind: DelegationKind;
  readonly colours: readonly string[];
}

export interface PlanSeat {
  readonly id: string;
  readonly person: string;
  readonly role: string;
  readonly title: string;
  readonly form: string;
  readonly delegation: string;
  readonly holds_key: boolean;
  readonly named_for: readonly string[];
  readonly address: string;
}

export interface PlanItem {
  readonly id: string;
  readonly open_title: string;
  readonly closed_title: string;
  readonly phase: string;
  readonly minutes: number;
}

export interface Plan {
  readonly title: string;
  readonly purpose: string;
  readonly starts: Instant;
  readonly zone: string;
  readonly coverage: Coverage;
  readonly profile: string;
  readonly delegations: readonly PlanDelegation[];
  readonly seats: readonly PlanSeat[];
  readonly items: readonly PlanItem[];
  /** Of the webcast, in seconds. */
  readonly delay: number;
}

export interface PublicFace {
  readonly title: string;
  readonly starts: Instant;
  readonly zone: string;
  readonly coverage: string;
  readonly delegations: readonly string[];
  readonly items: readonly { readonly open_title: string; readonly minutes: number; readonly phase: string }[];
  readonly warnings: readonly { readonly field: string; readonly text: string }[];
}

export interface Invited {
  readonly seat: SeatId;
  readonly address: string;
  readonly sent: Instant | null;
  readonly redeemed: Instant | null;
}

export interface PlannedMeeting {
  readonly id: string;
  readonly state: DoorState;
  readonly plan: Plan;
  readonly invitations: readonly Invited[];
  readonly public: PublicFace;
}

export interface PrintedLink {
  readonly seat: SeatId;
  readonly secret: string;
  readonly expires: Instant;
}

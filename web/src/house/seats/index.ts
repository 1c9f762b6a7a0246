/** The seats: who is of the meeting and how each stands. */
export { RosterPanel } from "./RosterPanel";
export { type HereCount, hereCount, type Presence, presence, seatActs, weakest } from "./roster";

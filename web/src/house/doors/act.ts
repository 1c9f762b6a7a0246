import type { Arguments } from "../../api/seat";

/** Gives a command and forgets it: what comes of it is seen in the next view, a refusal beside the strip. */
export type Act = (command: string, args?: Arguments) => void;

/** The names of the phases that a person leads to by hand. */
export const PHASES = { closed: "closed", recess: "recess", ended: "ended", onRecord: "on_record" } as const;

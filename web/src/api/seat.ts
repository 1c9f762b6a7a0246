import { call, post } from "./http";
import { newId } from "./ids";
import type { ChamberToken, SeatId, View } from "./model";

/** Calls with a seat's cookie. */

export type Arguments = Readonly<Record<string, string | number | boolean | null>>;

/** A command of this seat. The client's id makes a repeated send act once; throws ApiError 409 with the rules' reason. */
export type Command = (command: string, args?: Arguments) => Promise<void>;

const at = (seat: SeatId, path: string): string => `/api/seats/${encodeURIComponent(seat)}/${path}`;

/** Commands that open are refused unless they were decided on the view that is current. */
const OPENS = new Set(["ask", "turn"]);

/** Proposes an address for a feed, with its key beside it; throws ApiError 409 with the reason. */
export async function proposeFeed(
  seat: SeatId,
  feed: Readonly<Record<"label" | "scheme" | "host" | "path" | "key", string> & { port: number }>,
): Promise<void> {
  await post(at(seat, "feeds"), { id: newId(), ...feed });
}

/** Gives commands for one seat; `rev` reads the revision of the view on screen. */
export function commandFor(seat: SeatId, rev: () => number): Command {
  return async (command, args = {}) => {
    const body = { id: newId(), command, ...args, ...(OPENS.has(command) ? { rev: rev() } : {}) };
    await post(at(seat, "commands"), body);
  };
}

/** A new leg for this page. The seat's former leg is taken over. */
export const newLeg = async (seat: SeatId): Promise<string> => (await post<{ leg: string }>(at(seat, "legs"))).leg;

/** Tokens for the chambers this leg should be in; they live 60 s. */
export const tokens = async (seat: SeatId, leg: string): Promise<readonly ChamberToken[]> =>
  (await post<{ chambers: ChamberToken[] }>(at(seat, "tokens"), { leg })).chambers;

export const eventsPath = (seat: SeatId): string => at(seat, "events");

/** Redeems an invitation's secret: this browser then holds the seat. */
export const redeem = (secret: string): Promise<{ seat: SeatId; meeting: string }> =>
  post("/api/invitations/redeem", { secret });

/** The view asked for once, now: its revision tells a frozen page whether what it shows is still true. */
export const viewNow = (seat: SeatId): Promise<{ rev: number; view: View }> => call(at(seat, "view"));

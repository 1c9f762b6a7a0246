import { call, post } from "../../api/http";
import type { MeetingRow, Plan, PlannedMeeting, PrintedLink, Profile, PublicFace, SeatId } from "../../api/model";

/** The desk's calls, with the desk's cookie. All throw ApiError; 401 means that this browser may not plan. */

const meeting = (id: string): string => `/api/desk/meetings/${encodeURIComponent(id)}`;

export const openDesk = (secret: string): Promise<void> => post("/api/desk/redeem", { secret });
export const getProfiles = (): Promise<readonly Profile[]> => call("/api/desk/profiles");
export const getMeetings = (): Promise<readonly MeetingRow[]> => call("/api/desk/meetings");
export const getMeeting = (id: string): Promise<PlannedMeeting> => call(meeting(id));
export const createMeeting = (plan: Plan): Promise<{ id: string }> => post("/api/desk/meetings", plan);
export const savePlan = (id: string, plan: Plan): Promise<PlannedMeeting> =>
  call(meeting(id), { method: "PUT", body: plan });

/** What the public will read of a plan that is not saved. */
export const previewPlan = (plan: Plan, signal: AbortSignal): Promise<PublicFace> =>
  call("/api/desk/plan/public", { method: "POST", body: plan, signal });

/** Mails one single-use link a seat; older links of these seats are void. */
export const sendInvitations = (id: string, seats: readonly SeatId[]): Promise<void> =>
  post(`${meeting(id)}/invitations`, { seats });

/** Links to print, each shown this once. Given over loopback only. */
export const printLinks = (id: string, seats: readonly SeatId[]): Promise<readonly PrintedLink[]> =>
  post(`${meeting(id)}/links`, { seats });

export const calendarAddress = (id: string): string => `${meeting(id)}/calendar.ics`;
export const ledgerAddress = (id: string): string => `${meeting(id)}/ledger`;
export const extractAddress = (id: string): string => `${meeting(id)}/ledger?extract=public`;

import { ApiError } from "../../api/http";

/** What became of redeeming an invitation. */
export type Refusal = "used" | "expired" | "unknown" | "too_many" | "failed";

/** The refusal that an error of `POST /api/invitations/redeem` means. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ApiError)) return "failed";
  if (error.status === 410) return error.code.includes("expired") ? "expired" : "used";
  if (error.status === 404 || error.status === 403 || error.status === 422) return "unknown";
  return error.status === 429 ? "too_many" : "failed";
}

/** The secret in the address's fragment, or null when there is none. */
export const secretIn = (hash: string): string | null => hash.replace(/^#/, "").trim() || null;

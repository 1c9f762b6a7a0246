import { ApiError } from "../api/http";
import { t } from "./index";

/** What a failed call means, as a sentence: the api's own words where it gave some. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiError)) return t("app.error.other", { status: "?" });
  if (error.status === 0) return t("app.error.unreachable");
  return error.detail || t("app.error.other", { status: error.status });
}

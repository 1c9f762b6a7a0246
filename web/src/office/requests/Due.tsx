import { Clock, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../i18n";
import { dayInWords } from "../records/words";
import type { RequestListed } from "./api";
import { deadlineOf } from "./deadline";

const LOOKS = { plain: "", warn: " chip--warn", bad: " chip--bad", ok: " chip--ok" } as const;

const today = (): string => new Date().toISOString().slice(0, 10);

/** When an answer is due, and how near that is. */
export function Due({ request }: { readonly request: RequestListed }): ReactNode {
  const { days, look } = deadlineOf(request, today());
  const Sign = look === "bad" ? TriangleAlert : Clock;
  return (
    <span className={`chip${LOOKS[look]}`}>
      <Sign size={13} aria-hidden="true" />
      {look === "ok" ? t("office.request_replied") : inWords(days, request.late)}
    </span>
  );
}

function inWords(days: number | null, late: boolean): string {
  if (days === null) return t("office.no_window");
  return late || days < 0 ? t("office.late", { n: Math.abs(days) }) : t("office.in_days", { n: days });
}

/** The day as the letter says it, and what that means. */
export function dueInWords({ due_words, due_last }: RequestListed): string {
  if (!due_last) return due_words || t("office.no_window");
  return due_words
    ? t("office.due_said", { words: due_words, last: dayInWords(due_last) })
    : t("office.due_by", { last: dayInWords(due_last) });
}

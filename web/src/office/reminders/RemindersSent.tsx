import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { getReminders } from "./api";
import { reminderInWords } from "./reminded";

/** The mails about a commitment's window: those that were sent and those that wait. */
export function RemindersSent({ commitment }: { readonly commitment: string }): ReactNode {
  const heading = useId();
  const query = useQuery({ queryKey: ["office", "reminders", commitment], queryFn: () => getReminders(commitment) });
  if (query.error) return <p role="alert">{sentenceOf(query.error)}</p>;
  if (!query.data?.length) return null;
  return (
    <section aria-labelledby={heading}>
      <h3 id={heading}>{t("office.reminders")}</h3>
      <ul className="values">
        {query.data.map((one) => (
          <li key={`${one.edge} ${one.day}`}>{reminderInWords(one)}</li>
        ))}
      </ul>
    </section>
  );
}

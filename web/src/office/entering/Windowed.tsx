import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue } from "react";
import { t } from "../../i18n";
import { getWindow } from "../api";
import { dayInWords } from "../records/words";
import type { Draft } from "./draft";

/** The days that the words of a promise mean, while they are being typed. */
export function Windowed({ draft }: { readonly draft: Draft }): ReactNode {
  const words = useDeferredValue(String(draft.due_words ?? "").trim());
  const said = String(draft.said_on ?? "");
  const query = useQuery({
    queryKey: ["office", "window", words, said],
    queryFn: () => getWindow(words, said),
    enabled: words !== "" && said !== "",
  });
  if (!query.data) return null;
  const { first, last } = query.data;
  return (
    <p className="small" role="status">
      {first && last
        ? t("office.means", { first: dayInWords(first), last: dayInWords(last) })
        : t("office.means_no_days")}
    </p>
  );
}

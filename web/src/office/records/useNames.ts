import { useQuery } from "@tanstack/react-query";
import { getRecords, type Names } from "../api";
import { titleOf } from "./words";

/** Ids that are asked for in one call. */
const ASKED = 300;

/** What these records are called; those that are not known yet, or not any more, have no name. */
export function useNames(of: readonly string[]): Names {
  const ids = [...new Set(of)].sort().slice(0, ASKED);
  const query = useQuery({
    queryKey: ["office", "named", ids],
    queryFn: () => getRecords({ id: ids }),
    enabled: ids.length > 0,
    placeholderData: (before) => before,
  });
  return Object.fromEntries((query.data ?? []).map((row) => [row.id, { kind: "title", name: titleOf(row) }]));
}

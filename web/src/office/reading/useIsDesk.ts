import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/http";
import type { components } from "../../api/schema";
import { office } from "../api";

/** Whether this browser is the desk's, which enters; anybody else only reads. Null while that is not known. */
export function useIsDesk(): boolean | null {
  const query = useQuery({
    queryKey: ["office", "reader"],
    queryFn: () => call<components["schemas"]["ReadingShown"]>(office("reader")),
  });
  return query.data ? query.data.kind === "desk" : null;
}

import { useQuery } from "@tanstack/react-query";
import { getRecords } from "../api";

export interface Country {
  readonly code: string;
  readonly name: string;
}

/** The countries that the office knows a state of, by name. */
export function useCountries(): readonly Country[] {
  const query = useQuery({ queryKey: ["office", "countries"], queryFn: getCountries });
  return query.data ?? [];
}

async function getCountries(): Promise<readonly Country[]> {
  const rows = await getRecords({ kind: "organisation" });
  return rows
    .filter((row) => row.fields.type === "state" && row.fields.country)
    .map((row) => ({ code: String(row.fields.country), name: String(row.fields.name) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

import type { RecordShown } from "../api";

/** One line of a timeline: a record has several when several things are known of it. */
export interface Moment {
  /** Microseconds. */
  readonly at: number;
  readonly what: string;
  readonly row: RecordShown;
}

interface Dated {
  readonly since: number;
}

const noon = (day: unknown): number | null =>
  typeof day === "string" && day !== "" ? Date.parse(`${day}T12:00:00Z`) * 1000 : null;

/** Everything in time order, the newest first. People and organisations have no time and no line. */
export function momentsOf(rows: readonly RecordShown[]): readonly Moment[] {
  return rows.flatMap(momentsIn).sort((a, b) => b.at - a.at || a.row.id.localeCompare(b.row.id));
}

function momentsIn(row: RecordShown): readonly Moment[] {
  const said = noon(row.fields.said_on);
  const due = noon(row.fields.due_last);
  switch (row.kind) {
    case "mandate": {
      const scopes = (row.fields.scopes ?? []) as readonly Dated[];
      const later = scopes.slice(1).map(({ since }) => ({ at: since, what: "rescoped", row }));
      return [{ at: row.at, what: "mandate", row }, ...later];
    }
    case "commitment":
      return [
        ...(said === null ? [] : [{ at: said, what: "promised", row }]),
        ...(due === null ? [] : [{ at: due, what: "due", row }]),
      ];
    default:
      return row.at > 0 ? [{ at: row.at, what: row.kind, row }] : [];
  }
}

/** The moments that are still to come, and those that are over. */
export function parted(moments: readonly Moment[], now: number): readonly [readonly Moment[], readonly Moment[]] {
  return [moments.filter(({ at }) => at > now), moments.filter(({ at }) => at <= now)];
}

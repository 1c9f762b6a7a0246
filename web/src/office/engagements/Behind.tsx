import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { clock, dateShort, t } from "../../i18n";
import { type Counted, type Engagement, getEvidence, type Matrix, type Pair, type RecordShown, type Row } from "../api";
import { Outside } from "../records/Outside";
import { ChannelGlyph } from "./ChannelGlyph";

interface BehindProps {
  readonly matrix: Matrix;
  readonly pair: Pair;
  readonly counted: Counted;
  readonly onOpen: (id: string) => void;
}

/** Every engagement behind a cell of the matrix, newest first. */
export function Behind({ matrix, pair, counted, onOpen }: BehindProps): ReactNode {
  const query = useQuery({
    queryKey: ["office", "evidence", matrix.mandate, pair.official, pair.counterpart, counted],
    queryFn: () => getEvidence(matrix.mandate, pair, counted),
  });
  const name = (rows: readonly Row[], id: string): string => rows.find((row) => row.id === id)?.name ?? "";
  const rows = [...(query.data ?? [])].reverse();
  return (
    <section className="panel" aria-live="polite">
      <div className="panel__head">
        <h2>
          {t("office.pair", {
            official: name(matrix.officials, pair.official),
            counterpart: name(matrix.counterparts, pair.counterpart),
          })}
        </h2>
        <span className="end faint small">{t("office.contacts", { n: rows.length })}</span>
      </div>
      <ul className="engs">
        {rows.map((row) => (
          <Contact key={row.id} row={row} onOpen={onOpen} />
        ))}
      </ul>
      {query.isSuccess && rows.length === 0 && <p className="engs__none muted">{t("office.none_between")}</p>}
      {rows.length > 0 && !rows.some((row) => (row.fields as Engagement).channel === "in_person") && (
        <p className="engs__none small muted">{t("office.not_in_person")}</p>
      )}
    </section>
  );
}

interface ContactProps {
  readonly row: RecordShown;
  readonly onOpen: (id: string) => void;
}

/** One engagement, which opens its record. */
export function Contact({ row, onOpen }: ContactProps): ReactNode {
  const fields = row.fields as Engagement;
  const zone = fields.zone ?? "UTC";
  const minutes = fields.end ? Math.round((fields.end - fields.start) / 60_000_000) : 0;
  const asked = fields.initiated_by ? t(`office.initiated.${fields.initiated_by}`) : "";
  const length = minutes ? t("office.minutes", { n: minutes }) : "";
  const titles = fields.counterparts.map((p) => p.title).filter(Boolean);
  const more = [length, asked, ...titles, fields.place, ...(fields.topics ?? [])].filter(Boolean).join(", ");
  return (
    <li className="eng" id={`record-${row.id}`}>
      <ChannelGlyph channel={fields.channel} size={18} />
      <div>
        <button type="button" className="eng__open" onClick={() => onOpen(row.id)}>
          {t(`office.by.${fields.channel}`)}, {dateShort(fields.start, zone)}{" "}
          <span className="num">{clock(fields.start, zone)}</span>
        </button>
        {more && <div className="small muted">{more}</div>}
        <Outside outside={row.outside} />
      </div>
      <span className="small muted">{t(fields.on_record ? "office.on_record" : "office.not_on_record")}</span>
    </li>
  );
}

import type { KeyboardEvent, ReactNode } from "react";
import { locale, t } from "../../i18n";
import type { Cell, Matrix, Pair, Row } from "../api";
import { dayInWords } from "../records/words";
import { ChannelGlyph } from "./ChannelGlyph";
import { moved } from "./move";

interface MatrixTableProps {
  readonly matrix: Matrix;
  readonly chosen: Pair | null;
  readonly onChoose: (pair: Pair) => void;
}

/** Official × counterpart. One tab stop; arrow keys move, Enter opens what is behind a cell. */
export function MatrixTable({ matrix, chosen, onChoose }: MatrixTableProps): ReactNode {
  const cells = new Map(matrix.cells.map((cell) => [`${cell.official} ${cell.counterpart}`, cell]));
  const size = { rows: matrix.officials.length, columns: matrix.counterparts.length };
  return (
    <section className="mx" aria-label={t("office.matrix")} onKeyDown={(event) => step(event, size)}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("office.official")}</th>
            {matrix.counterparts.map((row) => (
              <th scope="col" key={row.id}>
                <Named row={row} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.officials.map((official, row) => (
            <tr key={official.id}>
              <th scope="row">
                <Named row={official} />
              </th>
              {matrix.counterparts.map((counterpart, column) => {
                const pair = { official: official.id, counterpart: counterpart.id };
                const isChosen = chosen?.official === official.id && chosen.counterpart === counterpart.id;
                return (
                  <td key={counterpart.id} data-selected={isChosen || undefined}>
                    <button
                      type="button"
                      className="mx__cell"
                      data-at={`${row} ${column}`}
                      tabIndex={(chosen ? isChosen : row === 0 && column === 0) ? 0 : -1}
                      aria-pressed={isChosen}
                      onClick={() => onChoose(pair)}
                    >
                      <Contact cell={cells.get(`${official.id} ${counterpart.id}`)} />
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const Named = ({ row }: { readonly row: Row }): ReactNode => (
  <>
    {row.name}
    {row.title && <small>{row.title}</small>}
  </>
);

function Contact({ cell }: { readonly cell: Cell | undefined }): ReactNode {
  if (!cell) return <span className="mx__none">{t("office.not_yet")}</span>;
  return (
    <>
      <span className="mx__icons">
        {cell.channels.map((channel) => (
          <span key={channel}>
            <ChannelGlyph channel={channel as never} />
            <span className="vh">{t(`office.by.${channel}` as never)} </span>
          </span>
        ))}
      </span>
      <b className="small num">{dayInWords(cell.last)}</b>
      <span className="tiny">
        {cell.standing === "deputies_only"
          ? t("office.deputies_only")
          : t("office.first", { day: dayInWords(cell.first) })}
      </span>
    </>
  );
}

function step(event: KeyboardEvent<HTMLElement>, size: { rows: number; columns: number }): void {
  const from = event.target instanceof HTMLElement ? event.target.dataset.at : undefined;
  if (!from) return;
  const [row = 0, column = 0] = from.split(" ").map(Number);
  const to = moved(event.key, { row, column }, size, locale.dir === "rtl");
  const found = to && event.currentTarget.querySelector<HTMLElement>(`[data-at="${to.row} ${to.column}"]`);
  if (!found) return;
  event.preventDefault();
  found.focus();
}

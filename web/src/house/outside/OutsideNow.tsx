import "./outside.css";
import type { ReactNode } from "react";
import type { ShownRow, View } from "../../api/model";
import { t, tWord } from "../../i18n";
import { rowLook } from "../../ui";
import { FeedRow } from "./FeedList";
import { feedsShown, leading, type OutputShown, outputsShown } from "./outputs";
import { recordingWords } from "./words";

/** What the outside sees now, output by output as last measured. */
export function OutsideNow({ view }: { readonly view: View }): ReactNode {
  return (
    <ul className="outputs" data-testid="outputs">
      {outputsShown(view).map((shown) => (
        <Output key={shown.output} {...shown} />
      ))}
      {feedsShown(view).map((feed) => (
        <FeedRow key={feed.feed} feed={feed} zone={view.meeting.zone} />
      ))}
      <Recording view={view} />
    </ul>
  );
}

/** How the recorder does; what it must not do any more is a row of the proof like that of the other outputs. */
function Recording({ view }: { readonly view: View }): ReactNode {
  const recording = view.outside?.recording;
  if (!recording) return null;
  const isBad = recording.state === "failed" || recording.state === "missing";
  return (
    <li data-testid="recording" data-s={isBad ? "failed" : "ok"} role={isBad ? "alert" : undefined}>
      <span>{recordingWords(recording, view.meeting.zone)}</span>
      <small className="muted">{t("outside.recording.parts", { n: recording.passages })}</small>
    </li>
  );
}

function Output({ output, rows }: OutputShown): ReactNode {
  const lead = leading(rows);
  const found = rows.map((row) => row.found).filter(Boolean);
  return (
    <li data-output={output} data-s={lead === null ? "ok" : rowLook(lead)}>
      <span>{tWord("outside.output", output)}</span>
      <b>{stateWord(rows)}</b>
      {found.length > 0 && <small className="muted">{found.join(" · ")}</small>}
    </li>
  );
}

/** The slate is said only of an output that was looked at; one that still plays its delay is sealed, no more. */
function stateWord(rows: readonly ShownRow[]): string {
  switch (leading(rows)?.state) {
    case undefined:
      return t("outside.never");
    case "failed":
      return t("row_state.jammed");
    case "unknown":
      return t("row_state.not_known");
    default:
      return t(rows.some(({ row }) => row.endsWith("_dark")) ? "outside.dark" : "outside.sealed");
  }
}

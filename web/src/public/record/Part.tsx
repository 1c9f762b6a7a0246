import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { clockSeconds, length, t } from "../../i18n";
import { grouped, megabytes, type Recording } from "./record";

interface PartProps {
  readonly recording: Recording;
  /** Its place among the open parts, from 1. */
  readonly number: number;
  readonly zone: string;
}

/** One open part: its recording, its times, its hash and its still. */
export function Part({ recording, number, zone }: PartProps): ReactNode {
  const { from, until, file, still, bytes, sha256 } = recording;
  const times = t("record.from_to", { from: clockSeconds(from, zone), to: clockSeconds(until, zone) });
  return (
    <article className="part" aria-label={t("record.part", { n: number })}>
      {/* biome-ignore lint/a11y/useMediaCaption: a recording carries the captions it has as a track of its own */}
      <video
        className="part__video"
        src={file}
        poster={still ?? undefined}
        controls
        preload="metadata"
        aria-label={t("record.video", { n: number })}
      />
      <div className="part__facts">
        <h2>{t("record.part", { n: number })}</h2>
        <p className="num">
          {times} <span className="muted">{zone}</span>
        </p>
        <p className="num muted">
          {length(until - from)} · {t("record.size", { n: megabytes(bytes) })}
        </p>
        <p className="row row--wrap row--3">
          <a className="btn" href={file} download>
            <Download size={16} aria-hidden="true" />
            {t("record.download", { n: number })}
          </a>
          {still && (
            <a className="link" href={still} download>
              {t("record.still_download")}
            </a>
          )}
        </p>
        {still && <img className="part__still" src={still} alt={t("record.still_alt", { n: number })} loading="lazy" />}
        <dl>
          <dt className="small muted">{t("record.sha")}</dt>
          <dd className="hash">{grouped(sha256)}</dd>
        </dl>
      </div>
    </article>
  );
}

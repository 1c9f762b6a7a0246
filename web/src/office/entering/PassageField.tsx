import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { clockSeconds, t } from "../../i18n";
import { Button } from "../../ui";
import { getRecord, getRecordings, type Recording, recordingAddress } from "../api";
import type { Draft, Passage } from "./draft";

interface PassageFieldProps {
  readonly draft: Draft;
  readonly onChange: (passage: Passage | null) => void;
}

/** The seconds of the on-record recording in which it was said, marked while looking at them. */
export function PassageField({ draft, onChange }: PassageFieldProps): ReactNode {
  const engagement = String(draft.engagement ?? "");
  const passage = draft.passage as Passage | null;
  const said = useQuery({
    queryKey: ["office", "record", engagement],
    queryFn: () => getRecord(engagement),
    enabled: engagement !== "",
  });
  const meeting = passage?.meeting ?? String(said.data?.record.fields.meeting ?? "");
  const kept = useQuery({
    queryKey: ["office", "recordings", meeting],
    queryFn: () => getRecordings(meeting),
    enabled: meeting !== "",
  });
  if (meeting === "" || !kept.data) return null;
  return (
    <fieldset className="form__rows">
      <legend className="label">{t("office.passage")}</legend>
      {kept.data.length === 0 && <p className="hint">{t("office.no_recording")}</p>}
      {kept.data.map((recording) => (
        <Marked key={recording.file} {...{ meeting, recording, passage, onChange }} />
      ))}
      {passage && (
        <Button size="sm" onPress={() => onChange(null)}>
          {t("office.no_passage")}
        </Button>
      )}
    </fieldset>
  );
}

interface MarkedProps extends Pick<PassageFieldProps, "onChange"> {
  readonly meeting: string;
  readonly recording: Recording;
  readonly passage: Passage | null;
}

function Marked({ meeting, recording, passage, onChange }: MarkedProps): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  const [from, setFrom] = useState<number | null>(passage?.since ?? null);
  const now = (): number => recording.since + Math.round((video.current?.currentTime ?? 0) * 1_000_000);
  const isHere = passage !== null && recording.since <= passage.since && passage.since < recording.until;
  const end = (): void => {
    const until = now();
    if (from !== null && from < until) onChange({ meeting, since: from, until });
  };
  return (
    <div className="passage">
      {/* biome-ignore lint/a11y/useMediaCaption: a recording carries the captions it has as a track of its own */}
      <video
        ref={video}
        className="passage__video"
        src={recordingAddress(meeting, recording.file)}
        controls
        preload="metadata"
        aria-label={t("office.recording")}
      />
      <div className="row row--wrap">
        <Button size="sm" onPress={() => setFrom(now())}>
          {t("office.from_here")}
        </Button>
        <Button size="sm" reason={from === null ? t("office.from_first") : null} onPress={end}>
          {t("office.until_here")}
        </Button>
        <span className="small num" role="status">
          {isHere
            ? t("office.passage_marked", { from: clockSeconds(passage.since), until: clockSeconds(passage.until) })
            : from !== null && t("office.passage_from", { from: clockSeconds(from) })}
        </span>
      </div>
    </div>
  );
}

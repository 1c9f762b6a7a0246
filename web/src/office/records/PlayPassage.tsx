import { useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { type ReactNode, useState } from "react";
import { clockSeconds, t } from "../../i18n";
import { Button } from "../../ui";
import { getRecordings, recordingAddress } from "../api";
import type { Passage } from "../entering/draft";
import { secondsOf } from "./passage";

/** The seconds in which it was said, played in the page at one press. */
export function PlayPassage({ passage }: { readonly passage: Passage }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const query = useQuery({
    queryKey: ["office", "recordings", passage.meeting],
    queryFn: () => getRecordings(passage.meeting),
  });
  if (!query.data) return null;
  const seconds = secondsOf(passage, query.data);
  if (!seconds) return <p className="hint">{t("office.passage_not_kept")}</p>;
  if (!isOpen) {
    return (
      <Button size="sm" onPress={() => setOpen(true)}>
        <Play size={14} aria-hidden="true" />
        {t("office.play_seconds", { from: clockSeconds(passage.since), until: clockSeconds(passage.until) })}
      </Button>
    );
  }
  return (
    // biome-ignore lint/a11y/useMediaCaption: a recording carries the captions it has as a track of its own
    <video
      className="passage__video"
      src={`${recordingAddress(passage.meeting, seconds.file)}#t=${seconds.from},${seconds.until}`}
      controls
      autoPlay
      aria-label={t("office.recording")}
    />
  );
}

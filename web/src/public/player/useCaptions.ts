import { type RefObject, useEffect, useState } from "react";
import { locale, t } from "../../i18n";

export interface Captions {
  readonly text: string;
  /** Whether the media brings any captions at all. */
  readonly offered: boolean;
}

/** The words of the cues that are on, for the bar below the picture: the browser itself never draws over it. */
export function useCaptions(video: RefObject<HTMLVideoElement | null>, on: boolean): Captions {
  const [captions, setCaptions] = useState<Captions>({ text: "", offered: false });
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    const life = new AbortController();
    if (element.textTracks.length === 0) element.addTextTrack("captions", t("public.captions"), locale.intl);
    const read = (): void => {
      const tracks = [...element.textTracks].filter((track) => track.kind === "captions" || track.kind === "subtitles");
      for (const track of tracks) track.mode = on ? "hidden" : "disabled";
      setCaptions({ text: tracks.map(wordsOf).filter(Boolean).join("\n"), offered: tracks.some(hasCues) });
    };
    const watch = (track: TextTrack): void => track.addEventListener("cuechange", read, { signal: life.signal });
    for (const track of element.textTracks) watch(track);
    const added = (event: TrackEvent): void => {
      if (event.track) watch(event.track as TextTrack);
      read();
    };
    element.textTracks.addEventListener("addtrack", added, { signal: life.signal });
    read();
    return () => life.abort();
  }, [video, on]);
  return captions;
}

const hasCues = (track: TextTrack): boolean => (track.cues?.length ?? 0) > 0;
const wordsOf = (track: TextTrack): string =>
  [...(track.activeCues ?? [])]
    .map((cue) => ("getCueAsHTML" in cue ? (cue as VTTCue).getCueAsHTML().textContent : ""))
    .filter(Boolean)
    .join("\n");

import { type RefObject, useEffect, useState } from "react";
import { locale } from "../../i18n";

export interface Captions {
  readonly text: string;
  /** Whether the media lists captions, with words at this moment or without. */
  readonly offered: boolean;
}

const NONE: Captions = { text: "", offered: false };

/** The words of the cues that are on, for the bar below the picture: the browser itself never draws over it. */
export function useCaptions(video: RefObject<HTMLVideoElement | null>, on: boolean): Captions {
  const [captions, setCaptions] = useState<Captions>(NONE);
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    const life = new AbortController();
    const read = (): void => {
      const tracks = [...element.textTracks].filter((track) => track.kind === "captions" || track.kind === "subtitles");
      const chosen = chosenOf(tracks, locale.intl);
      // A hidden track is loaded and read, a disabled one is not.
      for (const track of tracks) setMode(track, on && track === chosen ? "hidden" : "disabled");
      setCaptions(chosen === null ? NONE : { text: wordsOf(chosen), offered: true });
    };
    const watch = (track: TextTrack): void => track.addEventListener("cuechange", read, { signal: life.signal });
    for (const track of element.textTracks) watch(track);
    const added = (event: TrackEvent): void => {
      if (event.track) watch(event.track as TextTrack);
      read();
    };
    element.textTracks.addEventListener("addtrack", added, { signal: life.signal });
    element.textTracks.addEventListener("removetrack", read, { signal: life.signal });
    read();
    return () => life.abort();
  }, [video, on]);
  return captions;
}

/** The track in the reader's language, else the first. */
export function chosenOf<T extends Pick<TextTrack, "language">>(tracks: readonly T[], language: string): T | null {
  const [short] = language.split("-");
  return tracks.find((track) => track.language.split("-")[0] === short) ?? tracks[0] ?? null;
}

function setMode(track: TextTrack, mode: TextTrackMode): void {
  if (track.mode !== mode) track.mode = mode;
}

const wordsOf = (track: TextTrack): string =>
  [...(track.activeCues ?? [])]
    .map((cue) => ("getCueAsHTML" in cue ? (cue as VTTCue).getCueAsHTML().textContent : ""))
    .filter(Boolean)
    .join("\n");

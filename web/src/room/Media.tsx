import { useEffect, useRef } from "react";
import type { Media } from "./model";

/** Somebody's picture. It is drawn by the browser alone and described by the tile around it. */
export function Picture({ media, fit = "cover" }: { readonly media: Media; readonly fit?: "cover" | "contain" }) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => (element.current === null ? undefined : media.attach(element.current)), [media]);
  return <video ref={element} className="tile__picture" data-fit={fit} autoPlay playsInline muted />;
}

/** This device's own camera, from the capture itself: what is sent is a clone of it. */
export function OwnPicture({ track }: { readonly track: MediaStreamTrack }) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (element.current !== null) element.current.srcObject = new MediaStream([track]);
  }, [track]);
  return <video ref={element} className="tile__picture" autoPlay playsInline muted />;
}

/** Somebody's sound, played on the chosen speaker where the browser lets one choose. */
export function Sound({ media, speaker }: { readonly media: Media; readonly speaker: string }) {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => (element.current === null ? undefined : media.attach(element.current)), [media]);
  useEffect(() => {
    // A speaker that was unplugged is refused; the sound then stays where it is.
    element.current?.setSinkId?.(speaker).catch(() => undefined);
  }, [speaker]);
  // biome-ignore lint/a11y/useMediaCaption: live speech has no caption track here
  return <audio ref={element} autoPlay />;
}

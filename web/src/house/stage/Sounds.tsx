import type { ReactNode } from "react";
import { type RoomShown, Sound } from "../../room";

/** Everybody's sound in the current chamber, whether or not their tile is on screen. */
export function Sounds({ room }: { readonly room: RoomShown }): ReactNode {
  return (room.link?.people ?? []).flatMap((person) =>
    [person.media.microphone, person.media.screen_share_audio].flatMap((media) =>
      media === undefined ? [] : [<Sound key={media.id} media={media} speaker={room.devices.speaker} />],
    ),
  );
}

import { Handshake, Mail, Phone, Video } from "lucide-react";
import type { ReactNode } from "react";
import type { Channel } from "../api";

const GLYPHS = { in_person: Handshake, virtual: Video, phone: Phone, letter: Mail } as const;

/** The channel's sign; its word stands beside it or is read out. */
export function ChannelGlyph({ channel, size = 16 }: { readonly channel: Channel; readonly size?: number }): ReactNode {
  const Glyph = GLYPHS[channel];
  return <Glyph size={size} aria-hidden="true" />;
}

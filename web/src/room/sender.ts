import {
  LocalAudioTrack,
  type LocalTrack,
  LocalVideoTrack,
  type Room,
  Track,
  type TrackPublishOptions,
  VideoPresets,
} from "livekit-client";
import { type Outgoing, SOURCES, type Source } from "./model";

const PUBLISH_MS = 5_000;
const AGAIN_MS = 700;

/** The engine's names for our sources. */
const ENGINE: Record<Source, Track.Source> = {
  camera: Track.Source.Camera,
  microphone: Track.Source.Microphone,
  screen_share: Track.Source.ScreenShare,
  screen_share_audio: Track.Source.ScreenShareAudio,
};

type SentTrack = LocalAudioTrack | LocalVideoTrack;

interface Sent {
  /** The capture this clone was made of; the original is never given to an engine. */
  readonly origin: MediaStreamTrack;
  readonly track: SentTrack;
}

/**
 * Makes what one chamber is sent equal to what is wanted, within what the engine permits. Cutting is synchronous (the
 * clones are disabled at once); publishing, muting and unpublishing follow, one pass at a time, retried until true.
 */
export class Sender {
  private wanted: Outgoing = {};
  private readonly sent = new Map<Source, Sent>();
  private busy = false;
  private dirty = false;
  private retry: number | undefined;

  constructor(
    private readonly room: Room,
    private readonly changed: () => void,
  ) {}

  want(wanted: Outgoing): void {
    if (isSame(wanted, this.wanted)) return;
    this.wanted = wanted;
    for (const [source, { track }] of this.sent) {
      if (wanted[source]?.on !== true) track.mediaStreamTrack.enabled = false;
    }
    this.nudge();
  }

  /** Something moved at the engine (connected, permission, unpublished): look again. */
  nudge(): void {
    this.dirty = true;
    if (!this.busy) void this.settle();
  }

  sending(): Partial<Record<Source, boolean>> {
    const now: Partial<Record<Source, boolean>> = {};
    for (const [source, { track }] of this.sent) now[source] = !track.isMuted && track.mediaStreamTrack.enabled;
    return now;
  }

  /** The engine took a track away (stripped, muted for good, disconnected). */
  taken(track: unknown): void {
    for (const [source, sent] of this.sent) if (sent.track === track) this.forget(source, sent);
    this.nudge();
  }

  stop(): void {
    this.wanted = {};
    window.clearTimeout(this.retry);
    for (const [source, sent] of this.sent) this.forget(source, sent);
  }

  private async settle(): Promise<void> {
    this.busy = true;
    try {
      while (this.dirty) {
        this.dirty = false;
        for (const source of SOURCES) await this.make(source);
      }
    } catch {
      window.clearTimeout(this.retry);
      this.retry = window.setTimeout(() => this.nudge(), AGAIN_MS);
    } finally {
      this.busy = false;
      this.changed();
    }
  }

  private async make(source: Source): Promise<void> {
    const wanted = this.wanted[source];
    const sent = this.sent.get(source);
    if (sent !== undefined && (wanted === undefined || wanted.track !== sent.origin))
      await this.unpublish(source, sent);
    if (wanted === undefined) return;
    if (!this.sent.has(source)) {
      if (wanted.on && this.permitted(source)) await this.publish(source, wanted.track);
      return;
    }
    await this.set(source);
  }

  /** Follow the wish in force now, not the one this pass began with. */
  private async set(source: Source): Promise<void> {
    const track = this.sent.get(source)?.track;
    if (track === undefined) return;
    if (this.wanted[source]?.on === true) {
      track.mediaStreamTrack.enabled = true;
      if (track.isMuted) await track.unmute();
    } else if (!track.isMuted) {
      await track.mute();
    }
    if (this.wanted[source]?.on !== true) track.mediaStreamTrack.enabled = false;
  }

  private permitted(source: Source): boolean {
    const permission = this.room.localParticipant.permissions;
    if (this.room.state !== "connected" || permission?.canPublish !== true) return false;
    const sources = permission.canPublishSources;
    return sources.length === 0 || sources.includes(Track.sourceToProto(ENGINE[source]));
  }

  private async publish(source: Source, origin: MediaStreamTrack): Promise<void> {
    const track = wrap(origin.clone());
    this.sent.set(source, { origin, track });
    try {
      await within(PUBLISH_MS, this.room.localParticipant.publishTrack(loose(track), options(source)));
    } catch (error) {
      const sent = this.sent.get(source);
      if (sent?.track === track) await this.unpublish(source, sent);
      throw error;
    }
    await this.set(source);
  }

  private async unpublish(source: Source, sent: Sent): Promise<void> {
    this.forget(source, sent);
    await within(PUBLISH_MS, this.room.localParticipant.unpublishTrack(loose(sent.track), false));
  }

  private forget(source: Source, sent: Sent): void {
    this.sent.delete(source);
    sent.track.mediaStreamTrack.enabled = false;
    sent.track.mediaStreamTrack.stop();
  }
}

/** Wanted is told anew at every change of anything; only a change of itself is work to do. */
const isSame = (one: Outgoing, other: Outgoing): boolean =>
  SOURCES.every((source) => one[source]?.track === other[source]?.track && one[source]?.on === other[source]?.on);

/** The engine's own types do not agree with each other under exact optional properties. */
const loose = (track: SentTrack): LocalTrack => track as LocalTrack;

function wrap(track: MediaStreamTrack): SentTrack {
  return track.kind === "audio"
    ? new LocalAudioTrack(track, undefined, true)
    : new LocalVideoTrack(track, undefined, true);
}

/** One layer of VP8 at 360 lines and opus without redundancy: what the engines are set to take. */
function options(source: Source): TrackPublishOptions {
  const base: TrackPublishOptions = { source: ENGINE[source], simulcast: false };
  if (source === "camera") return { ...base, videoCodec: "vp8", videoEncoding: VideoPresets.h360.encoding };
  if (source === "screen_share") {
    return { ...base, videoCodec: "vp8", screenShareEncoding: { maxBitrate: 1_200_000, maxFramerate: 8 } };
  }
  return { ...base, red: false, dtx: true };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: number | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = window.setTimeout(() => reject(new Error("the engine did not answer in time")), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    window.clearTimeout(timer);
  }
}

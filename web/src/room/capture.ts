import type { Source } from "./model";

/** Devices chosen in the lobby or the room; empty = the browser's default. */
export interface DeviceChoice {
  readonly camera: string;
  readonly microphone: string;
  readonly speaker: string;
}

export const NO_CHOICE: DeviceChoice = { camera: "", microphone: "", speaker: "" };

const PICTURE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 20, max: 30 } } as const;
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true } as const;

/**
 * What this device captures. One `getUserMedia` for camera and microphone; the originals stay here and are never
 * published: an engine that strips a seat stops the track it was given, and would take the next chamber's with it.
 * A camera switched off is released, so that its light goes out.
 */
export class Capture {
  private readonly originals = new Map<Source, MediaStreamTrack>();
  private choice: DeviceChoice;
  /** Counts releases: what a browser grants after one is not held. */
  private round = 0;
  /** Sources that the browser or the person refused. */
  readonly refused = new Set<Source>();

  constructor(
    choice: DeviceChoice,
    private readonly changed: () => void,
  ) {
    this.choice = choice;
  }

  tracks(): Readonly<Partial<Record<Source, MediaStreamTrack>>> {
    return Object.fromEntries(this.originals);
  }

  devices(): DeviceChoice {
    return this.choice;
  }

  /** Take what is wished at the start in one request; when that is refused, take what one can. */
  async start(wished: { readonly camera: boolean }): Promise<void> {
    if (wished.camera && (await this.take({ audio: this.sound(), video: this.picture() }))) return;
    await this.take({ audio: this.sound() });
    if (wished.camera) await this.take({ video: this.picture() });
  }

  async camera(on: boolean): Promise<void> {
    if (!on) this.drop("camera");
    else if (!this.originals.has("camera")) await this.take({ video: this.picture() });
  }

  async microphone(): Promise<void> {
    if (!this.originals.has("microphone")) await this.take({ audio: this.sound() });
  }

  /** Change a device; what runs is taken anew from the chosen one. */
  async choose(choice: DeviceChoice): Promise<void> {
    const before = this.choice;
    this.choice = choice;
    if (choice.microphone !== before.microphone) await this.take({ audio: this.sound() });
    if (choice.camera !== before.camera && this.originals.has("camera")) await this.take({ video: this.picture() });
    this.changed();
  }

  async share(): Promise<void> {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 8 } }, audio: true });
    for (const track of stream.getTracks())
      this.hold(track.kind === "video" ? "screen_share" : "screen_share_audio", track);
    this.changed();
  }

  unshare(): void {
    this.drop("screen_share");
    this.drop("screen_share_audio");
  }

  /** Nothing is captured any more: the lights go out. `start` begins anew. */
  release(): void {
    this.round += 1;
    for (const track of this.originals.values()) track.stop();
    this.originals.clear();
  }

  private sound(): MediaTrackConstraints {
    const { microphone } = this.choice;
    return microphone ? { ...SOUND, deviceId: { exact: microphone } } : { ...SOUND };
  }

  private picture(): MediaTrackConstraints {
    const { camera } = this.choice;
    return camera ? { ...PICTURE, deviceId: { exact: camera } } : { ...PICTURE };
  }

  private async take(constraints: MediaStreamConstraints): Promise<boolean> {
    const sources: Source[] = [];
    if (constraints.audio) sources.push("microphone");
    if (constraints.video) sources.push("camera");
    const { round } = this;
    try {
      const stream = await navigator.mediaDevices.getUserMedia(constraints);
      for (const track of stream.getTracks()) {
        if (round === this.round) this.hold(track.kind === "video" ? "camera" : "microphone", track);
        else track.stop();
      }
      for (const source of sources) this.refused.delete(source);
    } catch {
      if (sources.length === 1) for (const source of sources) this.refused.add(source);
      return false;
    } finally {
      this.changed();
    }
    return true;
  }

  private hold(source: Source, track: MediaStreamTrack): void {
    this.originals.get(source)?.stop();
    this.originals.set(source, track);
    track.addEventListener("ended", () => {
      if (this.originals.get(source) === track) this.drop(source);
    });
  }

  private drop(source: Source): void {
    const track = this.originals.get(source);
    if (track === undefined) return;
    track.stop();
    this.originals.delete(source);
    this.changed();
  }
}

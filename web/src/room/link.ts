import {
  ConnectionQuality,
  type LocalTrackPublication,
  type Participant,
  ParticipantEvent,
  type RemoteParticipant,
  Room,
  RoomEvent,
  setLogLevel,
  type Track,
} from "livekit-client";
import { guardFrames } from "./frameGuard";
import { MESSAGE_TOPIC, messagePacket, messageText } from "./message";
import {
  type ChamberToken,
  type Link,
  type LinkEvents,
  type LinkShown,
  type LinkState,
  type Media,
  type Outgoing,
  type Person,
  type Quality,
  SOURCES,
  type Source,
} from "./model";
import { Sender } from "./sender";

// The library's log names chambers and identities; a browser's console is no place for either.
setLogLevel("silent");

/** Everything after which `shown()` may differ. */
const SHOWN_EVENTS = [
  RoomEvent.Connected,
  RoomEvent.Reconnecting,
  RoomEvent.SignalReconnecting,
  RoomEvent.Reconnected,
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.LocalTrackPublished,
  RoomEvent.ActiveSpeakersChanged,
  RoomEvent.ConnectionQualityChanged,
  RoomEvent.AudioPlaybackStatusChanged,
] as const;

/** One LiveKit room, spoken of as a link to a chamber. Translation only: it decides nothing. */
export class EngineLink implements Link {
  private readonly room = new Room({
    adaptiveStream: false,
    dynacast: false,
    stopLocalTrackOnUnpublish: false,
    disconnectOnPageLeave: true,
  });
  private readonly sender: Sender;
  private readonly handles = new WeakMap<Track, Media>();
  private state: LinkState = "connecting";
  private over = false;

  constructor(
    private readonly token: ChamberToken,
    private readonly events: LinkEvents,
  ) {
    this.sender = new Sender(this.room, () => this.tell());
    this.listen();
    void this.connect();
  }

  shown(): LinkShown {
    const { localParticipant, remoteParticipants, canPlaybackAudio } = this.room;
    return {
      state: this.state,
      identity: this.token.identity,
      people: [...remoteParticipants.values()].map((person) => this.person(person)),
      sending: this.sender.sending(),
      level: localParticipant.audioLevel,
      quality: quality(localParticipant),
      soundBlocked: this.state === "connected" && !canPlaybackAudio,
    };
  }

  send(outgoing: Outgoing): void {
    if (!this.over) this.sender.want(outgoing);
  }

  async say(text: string): Promise<void> {
    await this.room.localParticipant.publishData(messagePacket(text), { reliable: true, topic: MESSAGE_TOPIC });
  }

  async playSound(): Promise<void> {
    await this.room.startAudio();
  }

  leave(): void {
    this.end();
    void this.room.disconnect(false);
  }

  private async connect(): Promise<void> {
    try {
      await this.room.connect(this.token.url, this.token.token, { autoSubscribe: true });
      this.state = "connected";
      this.sender.nudge();
      this.tell();
    } catch {
      // Refused, gone or unreachable: the same to whoever keeps the links. They ask for a fresh token.
      this.fail();
    }
  }

  private listen(): void {
    for (const event of SHOWN_EVENTS) this.room.on(event, () => this.tell());
    // Before the first frame: a guard that comes after the negotiation is passed by.
    this.room.localParticipant.on(ParticipantEvent.LocalSenderCreated, guardFrames);
    this.room
      .on(RoomEvent.Reconnecting, () => this.become("reconnecting"))
      .on(RoomEvent.Reconnected, () => this.become("connected"))
      .on(RoomEvent.Disconnected, () => this.fail())
      .on(RoomEvent.ParticipantPermissionsChanged, () => this.sender.nudge())
      .on(RoomEvent.LocalTrackUnpublished, (gone: LocalTrackPublication) => this.sender.taken(gone.track))
      .on(RoomEvent.DataReceived, (data, from, _kind, topic) => this.heard(data, from, topic));
  }

  private become(state: LinkState): void {
    this.state = state;
    this.sender.nudge();
    this.tell();
  }

  private heard(data: Uint8Array, from: RemoteParticipant | undefined, topic: string | undefined): void {
    const text = from === undefined || topic !== MESSAGE_TOPIC ? null : messageText(data);
    if (from !== undefined && text !== null) this.events.heard(from.identity, text);
  }

  private person(person: RemoteParticipant): Person {
    const media: Partial<Record<Source, Media>> = {};
    for (const source of SOURCES) {
      const publication = person.getTrackPublication(source as Track.Source);
      if (publication?.track !== undefined && !publication.isMuted) media[source] = this.handle(publication.track);
    }
    const microphoneOn = media.microphone !== undefined;
    return { identity: person.identity, media, microphoneOn, level: person.audioLevel, quality: quality(person) };
  }

  private handle(track: Track): Media {
    const known = this.handles.get(track);
    if (known !== undefined) return known;
    const attach = (element: HTMLMediaElement) => {
      track.attach(element);
      return () => void track.detach(element);
    };
    const media: Media = { id: track.sid ?? track.mediaStreamID, attach };
    this.handles.set(track, media);
    return media;
  }

  private fail(): void {
    if (this.over) return;
    this.end();
    void this.room.disconnect(false);
    this.events.closed();
  }

  private end(): void {
    this.over = true;
    this.state = "closed";
    this.sender.stop();
  }

  private tell(): void {
    if (!this.over) this.events.changed();
  }
}

function quality(participant: Participant): Quality {
  switch (participant.connectionQuality) {
    case ConnectionQuality.Excellent:
    case ConnectionQuality.Good:
      return "good";
    case ConnectionQuality.Poor:
      return "poor";
    case ConnectionQuality.Lost:
      return "lost";
    default:
      return "unknown";
  }
}

import type { ReactNode } from "react";
import { t } from "../../i18n";
import { ClosedPanel, DoorSettings, NotEncrypted, OpeningBanner, Standing, VoteBanner } from "../doors";
import { AgendaPanel, SpeakersPanel } from "../floor";
import { FeedList } from "../outside";
import { RosterPanel } from "../seats";
import type { InsideProps } from "./Inside";
import { Messages } from "./Messages";
import { Side } from "./Side";
import { Tiles } from "./Tiles";
import { useNarrow } from "./useNarrow";

interface StageProps extends InsideProps {
  readonly isTalking: boolean;
  readonly desk: ReactNode;
}

/** The chamber: tiles, one line of what is true, and the proceedings beside them. */
export function Stage({
  view,
  now,
  screen,
  check,
  isLost,
  acting,
  room,
  attendance,
  isTalking,
  desk,
}: StageProps): ReactNode {
  const { act } = acting;
  const isNarrow = useNarrow();
  const isClosed = view.door.state === "closed";
  return (
    <main className="room__main" id="main" data-screen={screen}>
      <section className="stage" aria-label={t("stage.chamber")}>
        <h1 className="vh">{view.meeting.title}</h1>
        {view.opening && <OpeningBanner view={view} now={now} opening={view.opening} act={act} />}
        <VoteBanner view={view} act={act} />
        <Linking state={room.link?.state} />
        <Tiles view={view} room={room} now={now} door={isLost ? "not_known" : view.door.state} />
        {!isLost && <Standing view={view} check={check} />}
      </section>
      <Side
        view={view}
        isTalking={isTalking}
        content={{
          messages: (
            <Messages
              room={room}
              zone={view.meeting.zone}
              onSay={(text) => attendance?.say(text) ?? Promise.reject(new Error("no room"))}
            />
          ),
          agenda: <AgendaPanel view={view} onTakeUp={(item) => act("take_up", { item })} />,
          speakers: (
            <SpeakersPanel view={view} now={now} onRecognise={(seat, seconds) => act("recognise", { seat, seconds })} />
          ),
          roster: (
            <>
              {isClosed && <ClosedPanel view={view} act={act} />}
              <RosterPanel view={view} room={room} act={act} />
              {!isClosed && <FeedList view={view} />}
              {!isClosed && <Plain view={view} />}
            </>
          ),
          desk: (
            <>
              {isNarrow && desk}
              <DoorSettings view={view} act={act} now={now} />
            </>
          ),
        }}
      />
    </main>
  );
}

/** On the closed side outside closed talks the same warning is said, without the rest of the closed panel. */
function Plain({ view }: Pick<StageProps, "view">): ReactNode {
  if (view.door.side !== "closed" || view.door.encrypted) return null;
  return (
    <div className="side__sec">
      <NotEncrypted view={view} />
    </div>
  );
}

function Linking({ state }: { readonly state: string | undefined }): ReactNode {
  if (state === "connected") return null;
  return (
    <p className="linking small warn" role="status">
      {t(state === "reconnecting" ? "stage.reconnecting" : "stage.connecting")}
    </p>
  );
}

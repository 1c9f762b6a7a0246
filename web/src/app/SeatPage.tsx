import { lazy, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { claimLeg, keepLeg, keptLeg } from "../api/leg";
import type { SeatId } from "../api/model";
import { commandFor, newLeg } from "../api/seat";
import type { SeatPageProps } from "../api/seatProps";
import type { StreamState } from "../api/stream";
import { useSeatStream } from "../api/useSeatStream";
import { t } from "../i18n";
import { isGalleryRole } from "../public/gallery/role";
import { Gate, Notice } from "../ui";

/** Who follows the programme never loads the room, and who sits inside never loads the gallery. */
const InsidePage = lazy(() => import("./InsidePage").then((module) => ({ default: module.InsidePage })));
const GalleryPage = lazy(() =>
  import("../public/gallery/GalleryPage").then((module) => ({ default: module.GalleryPage })),
);

/** Where a person takes part, by the role of the seat. */
export function SeatPage({ seat }: { readonly seat: SeatId }): ReactNode {
  const stream = useSeatStream(seat);
  const props = useSeat(seat, stream);
  useTitle(stream);
  if (stream.refused) return <Notice title={t("app.not_your_seat")}>{t("app.not_your_seat_more")}</Notice>;
  if (!props) return <Waiting failures={stream.failures} />;
  return isGalleryRole(props.view.me.role) ? <GalleryPage {...props} /> : <InsidePage {...props} />;
}

function useSeat(seat: SeatId, stream: StreamState): SeatPageProps | null {
  const { leg, setLeg } = useLeg(seat);
  const rev = useRef(stream.rev);
  rev.current = stream.rev;
  const command = useMemo(() => commandFor(seat, () => rev.current), [seat]);
  const takeSeat = useCallback(
    async (alone: boolean) => {
      const made = await newLeg(seat);
      keepLeg(seat, made);
      setLeg(made);
      await command("enter", { leg: made, alone });
    },
    [seat, command, setLeg],
  );
  if (!stream.view || leg === undefined) return null;
  return {
    seat,
    view: stream.view,
    rev: stream.rev,
    offset: Number.isFinite(stream.offset) ? stream.offset : 0,
    stale: stream.stale,
    command,
    leg,
    takeSeat,
  };
}

/** This page's leg, claimed for as long as the page lives; undefined until it is known whether a kept one is still ours. */
function useLeg(seat: SeatId): {
  readonly leg: string | null | undefined;
  readonly setLeg: (leg: string) => void;
} {
  const [leg, setLeg] = useState<string | null | undefined>(() => (keptLeg(seat) === null ? null : undefined));
  const [own, setOwn] = useState<string | null>(() => keptLeg(seat));
  useEffect(() => {
    if (own === null) return undefined;
    const life = new AbortController();
    void claimLeg(own, life.signal).then((isOurs) => {
      if (!life.signal.aborted) setLeg(isOurs ? own : null);
    });
    return () => life.abort();
  }, [own]);
  const take = useCallback((made: string) => {
    setLeg(made);
    setOwn(made);
  }, []);
  return { leg, setLeg: take };
}

function useTitle(stream: StreamState): void {
  const title = stream.view?.meeting.title;
  useEffect(() => {
    document.title = title ? `${title} - Incamera` : "Incamera";
  }, [title]);
}

/** Before the first view nothing is known, so the gate says so. */
function Waiting({ failures }: { readonly failures: number }): ReactNode {
  return (
    <div data-theme="dark">
      <Gate state="not_known" title={t("app.name")} sub={t(failures > 2 ? "app.unreachable" : "app.connecting")} />
      <main id="main" className="notice-page" aria-busy="true">
        <h1 className="vh">{t("app.connecting")}</h1>
        {failures > 2 && <p>{t("app.unreachable_more")}</p>}
      </main>
    </div>
  );
}

import "./meetings.css";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { ApiError } from "../../api/http";
import { clock, day, t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button } from "../../ui";
import { follow } from "../../ui/navigate";
import { Shell } from "../../ui/Shell";
import { getMeetings } from "./api";
import { DeskClosed, DeskDoor } from "./DeskDoor";
import { MeetingTable } from "./MeetingTable";
import { NextUp } from "./NextUp";
import { listed } from "./sections";

const REFRESH_MS = 10_000;

/** The desk's list of meetings, or the door to the desk. */
export function MeetingsPage(): ReactNode {
  const [secret, setSecret] = useState(() => window.location.hash.slice(1));
  useEffect(() => {
    document.title = `${t("meetings.meetings")} - Incamera`;
  }, []);
  return secret ? <DeskDoor secret={secret} onOpen={() => setSecret("")} /> : <MeetingList />;
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now() * 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() * 1000), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function MeetingList(): ReactNode {
  const now = useNow();
  const query = useQuery({ queryKey: ["meetings"], queryFn: getMeetings, refetchInterval: REFRESH_MS });
  if (query.error instanceof ApiError && query.error.status === 401) return <DeskClosed />;
  const rows = query.data;
  const list = rows ? listed(rows, now, -new Date().getTimezoneOffset() * 60_000_000) : null;
  return (
    <Shell page="meetings">
      <div className="head">
        <div className="grow">
          <h1>{t("meetings.meetings")}</h1>
          <p>
            {day(now)}, <span className="num">{clock(now)}</span>
          </p>
        </div>
        <a className="btn btn--primary" href="/desk/meetings/new" onClick={follow}>
          <Plus size={16} aria-hidden="true" />
          {t("meetings.plan_new")}
        </a>
      </div>
      {query.error && (
        <Unreachable error={query.error} from={rows ? query.dataUpdatedAt : null} again={query.refetch} />
      )}
      {query.isPending && <div className="waiting" aria-busy="true" />}
      {list && rows?.length === 0 && (
        <div className="panel panel__body">
          <p>
            <b>{t("meetings.none")}</b>
          </p>
          <p className="muted">{t("meetings.none_more")}</p>
        </div>
      )}
      {list?.next && <NextUp row={list.next} now={now} />}
      {list?.sections.map((section) => (
        <MeetingTable key={section.id} section={section} />
      ))}
    </Shell>
  );
}

interface UnreachableProps {
  readonly error: Error;
  /** When what is on screen was read, in milliseconds; null when nothing was. */
  readonly from: number | null;
  readonly again: () => unknown;
}

function Unreachable({ error, from, again }: UnreachableProps): ReactNode {
  const said =
    from === null
      ? t("meetings.unreachable_first", { why: sentenceOf(error) })
      : t("meetings.unreachable", { time: clock(from * 1000) });
  return (
    <p className="panel panel__body unreachable" role="alert">
      <span className="warn">{said}</span>
      <Button size="sm" onPress={again}>
        {t("meetings.try_again")}
      </Button>
    </p>
  );
}

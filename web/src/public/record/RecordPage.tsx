import "../public.css";
import "./record.css";
import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { ApiError, call } from "../../api/http";
import { day, t } from "../../i18n";
import { Button, Notice } from "../../ui";
import { PublicBar } from "../status/PublicBar";
import { PublicTally } from "../status/PublicTally";
import { publicStatus, useStatus } from "../status/useStatus";
import { Part } from "./Part";
import { type Recording, readRecord } from "./record";

/** What was recorded of the open parts of a meeting, to look at and to keep. */
export function RecordPage({ meeting }: { readonly meeting: string }): ReactNode {
  const { status, unknown } = useStatus(publicStatus(meeting));
  // An open part that ends changes the list; each change of the words asks for it anew.
  const recordings = useQuery({
    queryKey: ["record", meeting, status?.words.since],
    queryFn: () => fetchRecord(meeting),
    placeholderData: (before) => before,
    refetchInterval: status?.words.state === "ended" ? 60_000 : 15_000,
  });
  if (unknown && !recordings.data?.length)
    return <Notice title={t("record.unknown")}>{t("record.unknown_more")}</Notice>;
  const zone = status?.zone ?? "UTC";
  const isOver = status?.words.state === "ended";
  return (
    <>
      <PublicBar>
        <a className="link" href={`/m/${encodeURIComponent(meeting)}`}>
          {t("record.to_live")}
        </a>
        {status && <PublicTally state={status.words.state} />}
      </PublicBar>
      <main className="pub record" id="main">
        <p className="small muted">{status && day(status.starts, zone)}</p>
        <h1>{status?.title ? t("record.of", { title: status.title }) : t("record.title")}</h1>
        <p className="pub__lead">{t("record.only_open")}</p>
        <Recordings found={recordings.data} zone={zone} isOver={isOver} />
        {recordings.error && (
          <div className="notebox notebox--bad" role="alert">
            <TriangleAlert size={20} aria-hidden="true" />
            <div className="row row--wrap row--3">
              {t("record.failed")}
              <Button size="sm" onPress={() => void recordings.refetch()}>
                {t("record.again")}
              </Button>
            </div>
          </div>
        )}
      </main>
    </>
  );
}

interface RecordingsProps {
  readonly found: readonly Recording[] | undefined;
  readonly zone: string;
  readonly isOver: boolean;
}

function Recordings({ found, zone, isOver }: RecordingsProps): ReactNode {
  if (!found) return null;
  return (
    <section aria-label={t("record.recordings")} className="record__parts">
      {found.length === 0 && <p className="muted">{t(isOver ? "record.none_ended" : "record.none")}</p>}
      {found.map((recording, index) => (
        <Part key={recording.file} recording={recording} number={index + 1} zone={zone} />
      ))}
      {!isOver && <p className="hint">{t("record.running")}</p>}
      {found.length > 0 && <p className="hint">{t("record.check")}</p>}
    </section>
  );
}

/** A meeting of which nothing was recorded yet has no list. */
async function fetchRecord(meeting: string): Promise<readonly Recording[]> {
  const base = `/live/${encodeURIComponent(meeting)}/`;
  try {
    return readRecord(await call(`${base}record.json`), base);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
}

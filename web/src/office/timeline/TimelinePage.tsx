import "./timeline.css";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { ApiError } from "../../api/http";
import { DeskClosed } from "../../house/meetings/DeskDoor";
import { t, tWord } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button, Field } from "../../ui";
import { navigate, useSearch } from "../../ui/navigate";
import { Shell } from "../../ui/Shell";
import { FULL, getRecord, getRecords, getTimeline, type RecordShown } from "../api";
import { RecordChoice, useCountries } from "../entering";
import { useIsDesk } from "../reading";
import { Line } from "../records/Line";
import { OneRecord } from "../records/OneRecord";
import { titleOf } from "../records/words";
import { type Moment, momentsOf, parted } from "./moments";

const SUBJECTS = ["mandate", "person", "organisation"] as const;

interface Subject {
  readonly about: string;
  readonly country: string;
}

const subjectOf = (search: string): Subject => {
  const asked = new URLSearchParams(search);
  return { about: asked.get("about") ?? "", country: asked.get("country") ?? "" };
};

/** Everything that concerns a mandate, a person, an organisation or a country, in time order. */
export function TimelinePage(): ReactNode {
  useEffect(() => {
    document.title = `${t("office.timeline")} - Incamera`;
  }, []);
  const search = useSearch();
  return <Timeline key={search} {...subjectOf(search)} />;
}

function choose(next: Partial<Subject>): void {
  const [[name, value] = ["", ""]] = Object.entries(next);
  navigate(value ? `/desk/timeline?${name}=${encodeURIComponent(value)}` : "/desk/timeline", { replace: true });
}

function Timeline({ about, country }: Subject): ReactNode {
  const [open, setOpen] = useState("");
  const isDesk = useIsDesk();
  const mandates = useQuery({ queryKey: ["office", "mandates"], queryFn: () => getRecords({ kind: "mandate" }) });
  const first = about || country ? about : (mandates.data?.[0]?.id ?? "");
  if (mandates.error instanceof ApiError && mandates.error.status === 401) return <DeskClosed />;
  return (
    <Shell page="timeline" isReading={isDesk === false}>
      <div className="head">
        <div className="grow">
          <h1>{t("office.timeline")}</h1>
          <p>{t("office.timeline_more")}</p>
        </div>
      </div>
      <Asked about={first} country={country} onChoose={choose} />
      {(first || country) && <Moments about={first} country={country} onOpen={setOpen} />}
      {mandates.data?.length === 0 && !about && !country && (
        <p className="panel panel__body muted">{t("office.timeline_choose")}</p>
      )}
      <OneRecord id={open} onClose={() => setOpen("")} onOpen={setOpen} />
    </Shell>
  );
}

function Asked({
  about,
  country,
  onChoose,
}: Subject & { readonly onChoose: (next: Partial<Subject>) => void }): ReactNode {
  const countries = useCountries();
  const subject = useQuery({
    queryKey: ["office", "record", about],
    queryFn: () => getRecord(about),
    enabled: about !== "",
  });
  return (
    <div className="records__asked">
      <Field label={t("office.timeline_of")}>
        {(ids) => (
          <RecordChoice
            ids={ids}
            kinds={SUBJECTS}
            name={about && subject.data ? titleOf(subject.data.record) : ""}
            onChoose={(row: RecordShown | null) => onChoose({ about: row?.id ?? "" })}
          />
        )}
      </Field>
      <Field label={t("office.timeline_country")}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={country}
            onChange={(event) => onChoose({ country: event.target.value })}
          >
            <option value="">{t("office.no_country")}</option>
            {countries.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}

function Moments({ about, country, onOpen }: Subject & { readonly onOpen: (id: string) => void }): ReactNode {
  const query = useInfiniteQuery({
    queryKey: ["office", "timeline", about, country],
    queryFn: ({ pageParam }) => getTimeline({ ...(about ? { about } : { country }), after: pageParam }),
    initialPageParam: "",
    getNextPageParam: (page: readonly RecordShown[]) => (page.length < FULL ? null : page.at(-1)?.id),
  });
  const [ahead, over] = parted(momentsOf(query.data?.pages.flat() ?? []), Date.now() * 1000);
  return (
    <>
      {query.error && (
        <p className="panel panel__body" role="alert">
          {sentenceOf(query.error)}
        </p>
      )}
      {query.isPending && <div className="waiting" aria-busy="true" />}
      {query.isSuccess && ahead.length + over.length === 0 && (
        <p className="panel panel__body muted">{t("office.timeline_empty")}</p>
      )}
      {ahead.length > 0 && <Part name={t("office.ahead")} moments={ahead} onOpen={onOpen} />}
      {over.length > 0 && <Part name={t("office.so_far")} moments={over} onOpen={onOpen} />}
      {query.hasNextPage && <Button onPress={() => void query.fetchNextPage()}>{t("office.older")}</Button>}
    </>
  );
}

interface PartProps {
  readonly name: string;
  readonly moments: readonly Moment[];
  readonly onOpen: (id: string) => void;
}

const Part = ({ name, moments, onOpen }: PartProps): ReactNode => (
  <section className="panel moments" aria-label={name}>
    <div className="panel__head">
      <h2>{name}</h2>
      <span className="end faint small">{moments.length}</span>
    </div>
    <ol className="records moments__list">
      {moments.map(({ at, what, row }) => (
        <Line
          key={`${row.id} ${what} ${at}`}
          row={row}
          at={at}
          says={tWord("office.moment", what)}
          onOpen={() => onOpen(row.id)}
        />
      ))}
    </ol>
  </section>
);

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { moment, t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button, Field } from "../../ui";
import type { RecordShown } from "../api";
import { RecordChoice } from "../entering";
import { Refusal } from "../entering/Refusal";
import { useSending } from "../entering/useSending";
import { OneRecord } from "../records/OneRecord";
import { useNames } from "../records/useNames";
import { nameIn, titleOf } from "../records/words";
import { getReleases, type Release, release, takeBack } from "./api";
import { RELEASED } from "./reader";

interface ReleasesProps {
  /** The id of the body; empty while none is chosen. */
  readonly body: string;
  readonly onBody: (body: string) => void;
}

/** What was released to one oversight body: a record more, taken back, released again after a correction. */
export function Releases({ body, onBody }: ReleasesProps): ReactNode {
  const heading = useId();
  const names = useNames(body ? [body] : []);
  return (
    <section className="panel" aria-labelledby={heading}>
      <div className="panel__head">
        <h2 id={heading}>{t("office.releases")}</h2>
      </div>
      <div className="panel__body stack access__ask">
        <p className="muted">{t("office.releases_more")}</p>
        <Field label={t("office.release_to")}>
          {(ids) => (
            <RecordChoice
              ids={ids}
              kinds={["organisation"]}
              name={body && nameIn(names, body)}
              onChoose={(row) => onBody(row?.id ?? "")}
            />
          )}
        </Field>
      </div>
      {body && <Released key={body} body={body} />}
    </section>
  );
}

function Released({ body }: { readonly body: string }): ReactNode {
  const [open, setOpen] = useState("");
  const [chosen, choose] = useState<RecordShown | null>(null);
  const { refusal, send } = useSending(() => choose(null));
  const query = useQuery({ queryKey: ["office", "releases", body], queryFn: () => getReleases(body) });
  const names = useNames((query.data ?? []).map(({ record }) => record));
  return (
    <>
      <div className="panel__body stack access__ask">
        <Field label={t("office.release_what")}>
          {(ids) => <RecordChoice ids={ids} kinds={RELEASED} name={chosen ? titleOf(chosen) : ""} onChoose={choose} />}
        </Field>
        <Button
          reason={chosen ? null : t("office.release_choose")}
          onPress={() => chosen && void send(() => release(body, chosen.id))}
        >
          {t("office.release")}
        </Button>
        <Refusal said={refusal} />
        {query.error && <p role="alert">{sentenceOf(query.error)}</p>}
        {query.data?.length === 0 && <p className="muted">{t("office.no_releases")}</p>}
      </div>
      <ul>
        {query.data?.map((one) => (
          <li key={one.record} className="panel__line">
            <OneRelease body={body} one={one} what={nameIn(names, one.record)} onOpen={setOpen} />
          </li>
        ))}
      </ul>
      <OneRecord id={open} onClose={() => setOpen("")} onOpen={setOpen} />
    </>
  );
}

interface OneReleaseProps {
  readonly body: string;
  readonly one: Release;
  readonly what: string;
  readonly onOpen: (id: string) => void;
}

function OneRelease({ body, one, what, onOpen }: OneReleaseProps): ReactNode {
  const { refusal, send } = useSending();
  return (
    <>
      <div className="grow">
        <button type="button" className="access__what link" onClick={() => onOpen(one.record)}>
          {what}
        </button>
        <p className="small muted">{t("office.released_on", { when: moment(one.at) })}</p>
      </div>
      {!one.is_current && <span className="chip chip--warn">{t("office.release_stale")}</span>}
      <div className="row row--wrap">
        {!one.is_current && (
          <Button
            size="sm"
            label={t("office.release_again_of", { what })}
            onPress={() => void send(() => release(body, one.record))}
          >
            {t("office.release_again")}
          </Button>
        )}
        <Button
          size="sm"
          label={t("office.take_back_of", { what })}
          onPress={() => void send(() => takeBack(body, one.record))}
        >
          {t("office.take_back")}
        </Button>
      </div>
      <Refusal said={refusal} className="access__refusal" />
    </>
  );
}

import "./engagements.css";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Download, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button } from "../../ui";
import { type Counted, csvAddress, getMatrix, getRecords, type Pair, type RecordShown } from "../api";
import { OfficePage } from "../OfficePage";
import { useIsDesk } from "../reading";
import { OneRecord } from "../records/OneRecord";
import { Behind } from "./Behind";
import { ChannelChoice } from "./ChannelChoice";
import { Commitments } from "./Commitments";
import { EnterContact } from "./EnterContact";
import { LevelChoice } from "./LevelChoice";
import { MatrixTable } from "./MatrixTable";
import { wholeOf } from "./matrix";
import { OpenRequests } from "./OpenRequests";
import { RestsOn } from "./RestsOn";
import { Sentences } from "./Sentences";

/** Who has engaged whom under a mandate, by which channel, and whom not yet. */
export function EngagementsPage(): ReactNode {
  const query = useQuery({ queryKey: ["office", "mandates"], queryFn: () => getRecords({ kind: "mandate" }) });
  const [chosen, choose] = useState("");
  const isDesk = useIsDesk();
  const mandate = query.data?.find((row) => row.id === chosen) ?? query.data?.[0];
  return (
    <OfficePage page="engagements" isReading={isDesk === false} title={t("office.engagements")} query={query}>
      {query.data && !mandate && <NoMandate />}
      {mandate && (
        <Covered
          key={mandate.id}
          mandates={query.data ?? []}
          mandate={mandate}
          choose={choose}
          isDesk={isDesk === true}
        />
      )}
    </OfficePage>
  );
}

const NoMandate = (): ReactNode => (
  <>
    <h1>{t("office.engagements")}</h1>
    <div className="panel panel__body">
      <p>
        <b>{t("office.no_mandate")}</b>
      </p>
      <p className="muted">{t("office.no_mandate_more")}</p>
    </div>
  </>
);

interface CoveredProps {
  readonly mandates: readonly RecordShown[];
  readonly mandate: RecordShown;
  readonly choose: (id: string) => void;
  readonly isDesk: boolean;
}

function Covered({ mandates, mandate, choose, isDesk }: CoveredProps): ReactNode {
  const [counted, setCounted] = useState<Counted>({ channel: [], level: [] });
  const [pair, setPair] = useState<Pair | null>(null);
  const [fact, setFact] = useState<readonly string[]>([]);
  const [open, setOpen] = useState("");
  const [isEntering, setEntering] = useState(false);
  const query = useInfiniteQuery({
    queryKey: ["office", "matrix", mandate.id, counted],
    queryFn: ({ pageParam }) => getMatrix(mandate.id, counted, pageParam),
    initialPageParam: 0,
    getNextPageParam: (part) => part.next,
    placeholderData: (before) => before,
  });
  const matrix = query.data && wholeOf(query.data.pages);
  return (
    <>
      <div className="head">
        <div className="grow">
          <h1>{t("office.engagements")}</h1>
          <p>{t("office.engagements_more")}</p>
        </div>
        <a className="btn" href={csvAddress(mandate.id)} download>
          <Download size={16} aria-hidden="true" />
          {t("office.export")}
        </a>
        {isDesk && (
          <Button look="primary" onPress={() => setEntering(true)}>
            <Plus size={16} aria-hidden="true" />
            {t("office.enter")}
          </Button>
        )}
      </div>
      <div className="mx__bar">
        <label className="mx__mandate">
          <span className="vh">{t("office.mandate")}</span>
          <select className="input" value={mandate.id} onChange={(event) => choose(event.target.value)}>
            {mandates.map((row) => (
              <option key={row.id} value={row.id}>
                {String(row.fields.title)}
              </option>
            ))}
          </select>
        </label>
        <LevelChoice chosen={counted.level} onChoose={(level) => setCounted({ ...counted, level })} />
        <ChannelChoice chosen={counted.channel} onChoose={(channel) => setCounted({ ...counted, channel })} />
        {matrix && (
          <span className="small muted end">{t("office.not_yet_of", { n: matrix.not_yet, m: matrix.pairs })}</span>
        )}
      </div>
      {query.error && (
        <p className="panel panel__body" role="alert">
          {sentenceOf(query.error)}
        </p>
      )}
      {matrix && <MatrixTable matrix={matrix} chosen={pair} onChoose={setPair} />}
      {query.hasNextPage && (
        <p className="mx__more">
          <Button onPress={() => void query.fetchNextPage()}>{t("office.more_of_them")}</Button>
        </p>
      )}
      <div className="mx__below">
        {matrix && pair && <Behind matrix={matrix} pair={pair} counted={counted} onOpen={setOpen} />}
        {matrix && <Sentences mandate={mandate.id} officials={matrix.officials.length} onOpen={setFact} />}
        <Commitments mandate={mandate.id} onOpen={setOpen} />
        {isDesk && <OpenRequests />}
      </div>
      <RestsOn
        records={open ? [] : fact}
        onClose={() => setFact([])}
        onOpen={(id) => {
          setFact([]);
          setOpen(id);
        }}
      />
      <OneRecord id={open} onClose={() => setOpen("")} onOpen={setOpen} />
      {matrix && isEntering && <EnterContact matrix={matrix} onClose={() => setEntering(false)} />}
    </>
  );
}

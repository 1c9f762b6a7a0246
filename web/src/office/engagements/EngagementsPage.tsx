import "./engagements.css";
import { useQuery } from "@tanstack/react-query";
import { Download, Plus } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { ApiError } from "../../api/http";
import { DeskClosed } from "../../house/meetings/DeskDoor";
import { t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button } from "../../ui";
import { Shell } from "../../ui/Shell";
import { type Channel, csvAddress, getMatrix, getRecords, type Matrix, type Pair, type RecordShown } from "../api";
import { Behind } from "./Behind";
import { ChannelChoice } from "./ChannelChoice";
import { Commitments } from "./Commitments";
import { EnterContact } from "./EnterContact";
import { MatrixTable } from "./MatrixTable";
import { RestsOn } from "./RestsOn";
import { Sentences } from "./Sentences";

/** Who has engaged whom under a mandate, by which channel, and whom not yet. */
export function EngagementsPage(): ReactNode {
  useEffect(() => {
    document.title = `${t("office.engagements")} - Incamera`;
  }, []);
  const query = useQuery({ queryKey: ["office", "mandates"], queryFn: () => getRecords({ kind: "mandate" }) });
  const [chosen, choose] = useState("");
  if (query.error instanceof ApiError && query.error.status === 401) return <DeskClosed />;
  const mandate = query.data?.find((row) => row.id === chosen) ?? query.data?.[0];
  return (
    <Shell page="engagements">
      {query.error && (
        <p className="panel panel__body" role="alert">
          {sentenceOf(query.error)}
        </p>
      )}
      {query.isPending && <div className="waiting" aria-busy="true" />}
      {query.data && !mandate && <NoMandate />}
      {mandate && <Covered key={mandate.id} mandates={query.data ?? []} mandate={mandate} choose={choose} />}
    </Shell>
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
}

function Covered({ mandates, mandate, choose }: CoveredProps): ReactNode {
  const [channels, setChannels] = useState<readonly Channel[]>([]);
  const [pair, setPair] = useState<Pair | null>(null);
  const [fact, setFact] = useState<readonly string[]>([]);
  const [isEntering, setEntering] = useState(false);
  const query = useQuery({
    queryKey: ["office", "matrix", mandate.id, channels],
    queryFn: () => getMatrix(mandate.id, channels),
    placeholderData: (before: Matrix | undefined) => before,
  });
  const matrix = query.data;
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
        <Button look="primary" onPress={() => setEntering(true)}>
          <Plus size={16} aria-hidden="true" />
          {t("office.enter")}
        </Button>
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
        <ChannelChoice chosen={channels} onChoose={setChannels} />
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
      <div className="mx__below">
        {matrix && pair && <Behind matrix={matrix} pair={pair} channels={channels} />}
        <Sentences mandate={mandate.id} onOpen={setFact} />
        <Commitments mandate={mandate.id} />
      </div>
      <RestsOn records={fact} onClose={() => setFact([])} />
      {matrix && isEntering && <EnterContact matrix={matrix} onClose={() => setEntering(false)} />}
    </>
  );
}

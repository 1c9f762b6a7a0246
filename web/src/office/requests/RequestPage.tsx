import "./requests.css";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { t, tWord } from "../../i18n";
import { Button } from "../../ui";
import { follow } from "../../ui/navigate";
import { OfficePage } from "../OfficePage";
import { OneRecord } from "../records/OneRecord";
import { dayInWords } from "../records/words";
import { getRequest, type RequestShown } from "./api";
import { CorrectRequest } from "./CorrectRequest";
import { Due, dueInWords } from "./Due";
import { Letter } from "./Letter";
import { QuestionPanel } from "./QuestionPanel";
import { ReplyPanel } from "./ReplyPanel";

const MAKING = ["making", "sealing"];

/** One letter: its questions with their answers and evidence, and the reply with its bundle. */
export function RequestPage({ request }: { readonly request: string }): ReactNode {
  const query = useQuery({
    queryKey: ["office", "request", request],
    queryFn: () => getRequest(request),
    refetchInterval: (found) => (MAKING.includes(found.state.data?.reply.state ?? "") ? 1_000 : false),
  });
  return (
    <OfficePage page="requests" title={query.data?.subject ?? t("office.requests")} query={query}>
      {query.data && <Whole shown={query.data} />}
    </OfficePage>
  );
}

function Whole({ shown }: { readonly shown: RequestShown }): ReactNode {
  const [open, setOpen] = useState("");
  const [isCorrecting, setCorrecting] = useState(false);
  return (
    <>
      <div className="head">
        <div className="grow">
          <p className="small">
            <a className="link" href="/desk/requests" onClick={follow}>
              {t("office.requests")}
            </a>
            {shown.reference && ` / ${shown.reference}`}
          </p>
          <h1>{shown.subject}</h1>
          <p>
            {t("office.asked_by_on", { who: shown.asker.name, day: dayInWords(shown.received) })} {dueInWords(shown)}
          </p>
        </div>
        <span className="chip">{tWord("office.request_state", shown.state)}</span>
        <Due request={shown} />
        <Button onPress={() => setOpen(shown.id)}>{t("office.history")}</Button>
        {shown.state !== "replied" && <Button onPress={() => setCorrecting(true)}>{t("office.correct")}</Button>}
      </div>
      <div className="request">
        <div className="request__questions">
          {shown.asked.length === 0 && <p className="panel panel__body muted">{t("office.no_questions")}</p>}
          {shown.asked.map((question) => (
            <QuestionPanel
              key={`${question.id} ${question.seq}`}
              request={shown.id}
              question={question}
              isSealed={shown.state === "replied"}
              onOpen={setOpen}
            />
          ))}
        </div>
        <div className="request__side">
          <ReplyPanel shown={shown} />
          <Letter shown={shown} />
        </div>
      </div>
      {isCorrecting && <CorrectRequest shown={shown} onClose={() => setCorrecting(false)} />}
      <OneRecord id={open} onClose={() => setOpen("")} onOpen={setOpen} />
    </>
  );
}

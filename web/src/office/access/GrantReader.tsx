import { type ReactNode, useState } from "react";
import { ownZone, toInstant } from "../../house/meetings/zone";
import { t } from "../../i18n";
import { Field, TextField } from "../../ui";
import type { RecordShown } from "../api";
import { isOfficial, RecordChoice } from "../entering";
import { Plain } from "../entering/Plain";
import { SavingDialog } from "../entering/SavingDialog";
import { useSending } from "../entering/useSending";
import { titleOf } from "../records/words";
import { grant, type ReaderKind } from "./api";
import type { LinkFor } from "./LinkDialog";
import { KINDS, READS_AS } from "./reader";

interface GrantReaderProps {
  readonly onClose: () => void;
  readonly onMade: (link: LinkFor) => void;
}

/** Let somebody read: as an official, for one, on mandates, or for an oversight body; until a day or until it is ended. */
export function GrantReader({ onClose, onMade }: GrantReaderProps): ReactNode {
  const [kind, setKind] = useState<ReaderKind>("official");
  const [name, setName] = useState("");
  const [of, setOf] = useState<RecordShown | null>(null);
  const [mandates, setMandates] = useState<readonly string[]>([]);
  const [until, setUntil] = useState("");
  const { refusal, errors, send } = useSending(onClose);
  const readsAs = READS_AS[kind];
  const choose = (next: ReaderKind): void => {
    setKind(next);
    if (READS_AS[next] !== readsAs) setOf(null);
  };
  const chooseOf = (row: RecordShown | null): void => {
    setOf(row);
    if (row && kind === "official" && name === "") setName(titleOf(row));
  };
  const save = (): void => {
    void send(async () => {
      const made = await grant({
        kind,
        name,
        of: readsAs ? (of?.id ?? null) : null,
        mandates: readsAs ? [] : mandates,
        until: toInstant(until, ownZone()),
      });
      onMade({ name, made });
    });
  };
  return (
    <SavingDialog
      className="form"
      title={t("office.let_read")}
      onClose={onClose}
      onSave={save}
      saves={t("office.let_them_read")}
      refusal={refusal}
      before={<p className="muted access__more">{t("office.let_read_more")}</p>}
    >
      <Field label={t("office.reader_kind")} hint={t(`office.reads.${kind}`)}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={kind}
            onChange={(event) => choose(event.target.value as ReaderKind)}
          >
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {t(`office.reader_kind.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {readsAs ? (
        <Field
          label={t(readsAs === "person" ? "office.reader_official" : "office.reader_body")}
          error={expected(errors.get("of"))}
        >
          {(ids) => (
            <RecordChoice
              ids={ids}
              kinds={[readsAs]}
              required
              only={(row) => readsAs !== "person" || isOfficial(row)}
              name={of ? titleOf(of) : ""}
              onChoose={chooseOf}
            />
          )}
        </Field>
      ) : (
        <Field label={t("office.reader_mandates")} error={expected(errors.get("mandates"))}>
          {(ids) => (
            <Plain
              ids={ids}
              control={{ as: "records", of: ["mandate"] }}
              value={mandates}
              put={(next) => setMandates(next as readonly string[])}
              required={false}
              names={{}}
              label={t("office.reader_mandates")}
            />
          )}
        </Field>
      )}
      <TextField
        label={t("office.reader_name")}
        hint={t("office.reader_name_hint")}
        required
        maxLength={200}
        value={name}
        onChange={setName}
        error={expected(errors.get("name"))}
      />
      <TextField
        label={t("office.reader_until")}
        hint={t("office.reader_until_hint")}
        type="datetime-local"
        value={until}
        onChange={setUntil}
        error={expected(errors.get("until"))}
      />
    </SavingDialog>
  );
}

const expected = (what: string | undefined): string | undefined => what && t("office.expected", { what });

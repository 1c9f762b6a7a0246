import "./entering.css";
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { t, tWord } from "../../i18n";
import { Button, Field, IconButton } from "../../ui";
import type { Names } from "../api";
import { type Draft, type Typed, toDraft } from "./draft";
import type { Asked } from "./form";
import { PassageField } from "./PassageField";
import { Plain } from "./Plain";
import { Windowed } from "./Windowed";

interface RecordFormProps {
  readonly form: readonly Asked[];
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  /** What the api said of a field, by its path ("offices.0.since"). */
  readonly errors: ReadonlyMap<string, string>;
  /** Names of the records that the form began with. */
  readonly names: Names;
  /** Of rows: where they stand. */
  readonly path?: string;
}

const labelOf = (asked: Asked): string => (asked.label ? t(asked.label) : tWord("office.field", asked.name));

/** The fields of a form, the usual ones first and the others folded away. */
export function RecordForm(props: RecordFormProps): ReactNode {
  const { form, path = "", errors } = props;
  const folded = form.filter((asked) => asked.folded);
  const hasError = folded.some((asked) => [...errors.keys()].some((key) => key.startsWith(path + asked.name)));
  return (
    <div className="form">
      {form
        .filter((asked) => !asked.folded)
        .map((asked) => (
          <One key={asked.name} asked={asked} {...props} />
        ))}
      {folded.length > 0 && (
        <details open={hasError || undefined}>
          <summary>{t("office.more")}</summary>
          <div className="form form__folded">
            {folded.map((asked) => (
              <One key={asked.name} asked={asked} {...props} />
            ))}
          </div>
        </details>
      )}
    </div>
  );
}

function One({ asked, ...props }: RecordFormProps & { readonly asked: Asked }): ReactNode {
  const { draft, errors, onChange, path = "" } = props;
  const { name, control, required } = asked;
  const value = draft[name] ?? null;
  const put = (next: Typed): void => onChange({ ...draft, [name]: next });
  const error = errors.get(path + name);
  if (control.as === "rows") return <Rows {...props} asked={asked} of={control.of} />;
  if (control.as === "box") {
    return (
      <label className="form__box">
        <input type="checkbox" checked={value === true} onChange={(event) => put(event.target.checked)} />
        {labelOf(asked)}
      </label>
    );
  }
  if (control.as === "passage") return <PassageField draft={draft} onChange={put} />;
  return (
    <>
      <Field
        label={labelOf(asked)}
        hint={asked.hint && t(asked.hint)}
        error={error && t("office.expected", { what: error })}
      >
        {(ids) => (
          <Plain
            {...{ ids, control, value, put }}
            required={required === true}
            names={props.names}
            label={labelOf(asked)}
          />
        )}
      </Field>
      {name === "due_words" && <Windowed draft={draft} />}
    </>
  );
}

interface RowsProps extends RecordFormProps {
  readonly asked: Asked;
  readonly of: readonly Asked[];
}

/** Rows of the same fields: offices held, who took part, papers. */
function Rows({ asked, of, draft, onChange, errors, names, path = "" }: RowsProps): ReactNode {
  const rows = (draft[asked.name] ?? []) as readonly Draft[];
  const put = (next: readonly Draft[]): void => onChange({ ...draft, [asked.name]: next });
  const isOne = asked.onlyAtFirst === true;
  return (
    <fieldset className="form__rows">
      <legend className="label">{labelOf(asked)}</legend>
      {rows.map((row, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name of its own, only its place
        <div key={n} className="form__row">
          <RecordForm
            form={of}
            draft={row}
            names={names}
            errors={errors}
            path={`${path}${asked.name}.${n}.`}
            onChange={(next) => put(rows.map((one, m) => (m === n ? next : one)))}
          />
          {!isOne && (
            <IconButton label={t("office.take_row", { n: n + 1 })} onPress={() => put(rows.filter((_, m) => m !== n))}>
              <X size={16} aria-hidden="true" />
            </IconButton>
          )}
          <Fault said={errors.get(`${path}${asked.name}.${n}`)} />
        </div>
      ))}
      <Fault said={errors.get(path + asked.name)} />
      {!isOne && (
        <Button size="sm" onPress={() => put([...rows, toDraft(of, {})])}>
          <Plus size={14} aria-hidden="true" />
          {tWord("office.add", asked.name)}
        </Button>
      )}
    </fieldset>
  );
}

const Fault = ({ said }: { readonly said: string | undefined }): ReactNode =>
  said && <span className="field__error form__fault">{t("office.expected", { what: said })}</span>;

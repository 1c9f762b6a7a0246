import { TriangleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";

export interface FieldIds {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** For a link from the list of errors; also the element's id. */
  readonly id?: string;
  readonly hideLabel?: boolean;
  readonly children: (ids: FieldIds) => ReactNode;
}

/** A control with its label, hint and error, tied together for screen readers. */
export function Field({ label, hint, error, id, hideLabel = false, children }: FieldProps): ReactNode {
  const made = useId();
  const own = id ?? made;
  const notes = [hint ? `${own}-hint` : "", error ? `${own}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label className={hideLabel ? "vh" : "label"} htmlFor={own}>
        {label}
      </label>
      {children({ id: own, "aria-describedby": notes || undefined, "aria-invalid": error ? true : undefined })}
      {error && (
        <span className="field__error" id={`${own}-error`}>
          <TriangleAlert size={14} aria-hidden="true" />
          {error}
        </span>
      )}
      {hint && (
        <span className="hint" id={`${own}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

interface TextFieldProps extends Omit<FieldProps, "children"> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: "text" | "email" | "datetime-local" | "number";
  readonly rows?: number;
  readonly maxLength?: number;
  readonly required?: boolean;
  readonly list?: string;
  /** The latest time that may be chosen. */
  readonly max?: string;
}

export function TextField({
  value,
  onChange,
  type = "text",
  rows,
  maxLength,
  required,
  list,
  max,
  ...field
}: TextFieldProps): ReactNode {
  return (
    <Field {...field}>
      {(ids) =>
        rows ? (
          <textarea
            {...ids}
            className="input"
            rows={rows}
            value={value}
            maxLength={maxLength}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <input
            {...ids}
            className="input"
            type={type}
            list={list}
            max={max}
            value={value}
            maxLength={maxLength}
            required={required}
            autoComplete="off"
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}

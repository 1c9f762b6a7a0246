import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "../../api/http";
import { t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";

interface Sending {
  /** What the api refused, as a sentence; empty while nothing was. */
  readonly refusal: string;
  /** What it said of single fields, by their path in the record. */
  readonly errors: ReadonlyMap<string, string>;
  readonly send: (act: () => Promise<unknown>) => Promise<void>;
}

const nothing = (): void => undefined;

/**
 * Send a form once; when it was taken, everything of the office is read anew and `onDone` is called.
 * `under` is the field that holds the form's fields in what is sent.
 */
export function useSending(onDone: () => void = nothing, under = "record"): Sending {
  const queries = useQueryClient();
  const [refusal, setRefusal] = useState("");
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  const [isSending, setSending] = useState(false);
  const send = async (act: () => Promise<unknown>): Promise<void> => {
    if (isSending) return;
    setSending(true);
    try {
      await act();
      await queries.invalidateQueries({ queryKey: ["office"] });
      onDone();
    } catch (error) {
      const said = error instanceof ApiError ? error.errors : [];
      const around = new RegExp(`^(?:body|${under})(\\.|$)`);
      const found = new Map(said.map(({ field, expected }) => [field.replace(around, ""), expected]));
      const whole = found.get("");
      setRefusal(whole ? `${sentenceOf(error)} ${t("office.expected", { what: whole })}` : sentenceOf(error));
      setErrors(found);
    } finally {
      setSending(false);
    }
  };
  return { refusal, errors, send };
}

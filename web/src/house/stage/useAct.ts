import { useCallback, useState } from "react";
import { ApiError } from "../../api/http";
import type { Command } from "../../api/seat";
import { t } from "../../i18n";
import { announce } from "../../ui";
import type { Act } from "../doors";

/** Commands given and forgotten; the last refusal, in words, until it is dismissed or something is done. */
export function useAct(command: Command): {
  readonly act: Act;
  readonly refusal: string | null;
  readonly dismiss: () => void;
} {
  const [refusal, setRefusal] = useState<string | null>(null);
  const act = useCallback<Act>(
    (name, args) => {
      setRefusal(null);
      command(name, args).catch((error: unknown) => {
        const words = refusalWords(error);
        setRefusal(words);
        announce(words, "assertive");
      });
    },
    [command],
  );
  return { act, refusal, dismiss: () => setRefusal(null) };
}

/** What was refused, as the api says it; what was not reached is said to be not done, never to be unknown. */
export function refusalWords(error: unknown): string {
  const isAnswer = error instanceof ApiError && error.status !== 0;
  return isAnswer ? t("stage.refused", { reason: error.detail || error.title }) : t("stage.unreachable");
}

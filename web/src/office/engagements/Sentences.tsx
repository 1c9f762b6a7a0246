import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { t } from "../../i18n";
import { getSentences, type Sentence } from "../api";

interface SentencesProps {
  readonly mandate: string;
  readonly onOpen: (records: readonly string[]) => void;
}

/** Coverage as it can be read aloud; each fact opens the entries that it rests on. */
export function Sentences({ mandate, onOpen }: SentencesProps): ReactNode {
  const query = useQuery({ queryKey: ["office", "sentences", mandate], queryFn: () => getSentences(mandate) });
  return (
    <section className="panel said">
      <div className="panel__head">
        <h2>{t("office.read_aloud")}</h2>
      </div>
      {query.data?.map((sentence) => (
        <p key={sentence.official} className="said__one">
          <Pieces sentence={sentence} onOpen={onOpen} />
        </p>
      ))}
    </section>
  );
}

function Pieces({ sentence, onOpen }: { readonly sentence: Sentence } & Pick<SentencesProps, "onOpen">): ReactNode {
  return sentence.pieces.map((piece, n) =>
    piece.evidence.length ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a sentence have their order and nothing else
      <button type="button" className="said__fact" key={n} onClick={() => onOpen(piece.evidence)}>
        {piece.text}
      </button>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      <span key={n}>{piece.text}</span>
    ),
  );
}

import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { t } from "../../i18n";
import { Button } from "../../ui";
import { getSentences, type Sentence } from "../api";

interface SentencesProps {
  readonly mandate: string;
  /** How many there are to be said something of. */
  readonly officials: number;
  readonly onOpen: (records: readonly string[]) => void;
}

/** Coverage as it can be read aloud; each fact opens the entries that it rests on. */
export function Sentences({ mandate, officials, onOpen }: SentencesProps): ReactNode {
  const query = useInfiniteQuery({
    queryKey: ["office", "sentences", mandate],
    queryFn: ({ pageParam }) => getSentences(mandate, pageParam),
    initialPageParam: 0,
    getNextPageParam: (part: readonly Sentence[], parts) => {
      const said = parts.flat().length;
      return part.length > 0 && said < officials ? said : null;
    },
  });
  return (
    <section className="panel said">
      <div className="panel__head">
        <h2>{t("office.read_aloud")}</h2>
      </div>
      {query.data?.pages.flat().map((sentence) => (
        <p key={sentence.official} className="said__one">
          <Pieces sentence={sentence} onOpen={onOpen} />
        </p>
      ))}
      {query.hasNextPage && (
        <p className="said__one">
          <Button size="sm" onPress={() => void query.fetchNextPage()}>
            {t("office.more_of_them")}
          </Button>
        </p>
      )}
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

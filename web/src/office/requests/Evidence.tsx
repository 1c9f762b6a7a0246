import { X } from "lucide-react";
import type { ReactNode } from "react";
import { t, tWord } from "../../i18n";
import { Field, IconButton } from "../../ui";
import { RecordChoice } from "../entering";
import { type PieceDraft, withPiece } from "./pieces";

const KINDS = ["engagement", "travel", "public_event", "commitment", "directive", "mandate", "document"] as const;

interface EvidenceProps {
  readonly pieces: readonly PieceDraft[];
  readonly isFixed: boolean;
  readonly onChange: (pieces: readonly PieceDraft[]) => void;
  readonly onOpen: (id: string) => void;
}

/** What an answer rests on, and for each piece whether it goes out with the reply. */
export function Evidence({ pieces, isFixed, onChange, onOpen }: EvidenceProps): ReactNode {
  const put = (piece: PieceDraft): void => onChange(pieces.map((one) => (one.of === piece.of ? piece : one)));
  return (
    <div className="evidence">
      <h3>{t("office.evidence")}</h3>
      {pieces.length === 0 && <p className="small muted">{t("office.no_evidence")}</p>}
      <ul>
        {pieces.map((piece) => (
          <li key={piece.of} className="evidence__one">
            <button type="button" className="evidence__what" onClick={() => onOpen(piece.of)}>
              {piece.words}
            </button>
            {piece.changed && <span className="chip chip--warn">{t("office.piece_changed")}</span>}
            {isFixed ? (
              <span className="small">
                {tWord("office.releasable", piece.releasable || "open")} {piece.ground}
              </span>
            ) : (
              <Decision
                piece={piece}
                onChange={put}
                onTakeOff={() => onChange(pieces.filter((one) => one !== piece))}
              />
            )}
          </li>
        ))}
      </ul>
      {!isFixed && (
        <Field label={t("office.add_evidence")}>
          {(ids) => (
            <RecordChoice ids={ids} kinds={KINDS} name="" onChoose={(row) => row && onChange(withPiece(pieces, row))} />
          )}
        </Field>
      )}
    </div>
  );
}

interface DecisionProps {
  readonly piece: PieceDraft;
  readonly onChange: (piece: PieceDraft) => void;
  readonly onTakeOff: () => void;
}

function Decision({ piece, onChange, onTakeOff }: DecisionProps): ReactNode {
  return (
    <div className="evidence__decision">
      <Field label={t("office.releasable_label", { what: piece.words })} hideLabel>
        {(ids) => (
          <select
            {...ids}
            className="input input--sm"
            value={piece.releasable}
            onChange={(event) => onChange({ ...piece, releasable: event.target.value as PieceDraft["releasable"] })}
          >
            <option value="">{t("office.releasable.open")}</option>
            <option value="yes">{t("office.releasable.yes")}</option>
            <option value="no">{t("office.releasable.no")}</option>
          </select>
        )}
      </Field>
      {piece.releasable === "no" && (
        <Field label={t("office.ground")} hideLabel>
          {(ids) => (
            <input
              {...ids}
              className="input input--sm"
              size={32}
              placeholder={t("office.ground")}
              maxLength={200}
              value={piece.ground}
              onChange={(event) => onChange({ ...piece, ground: event.target.value })}
            />
          )}
        </Field>
      )}
      <IconButton label={t("office.take_off", { name: piece.words })} onPress={onTakeOff}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

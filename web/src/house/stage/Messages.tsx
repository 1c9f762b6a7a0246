import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { clock, t } from "../../i18n";
import type { Message, RoomShown } from "../../room";
import { Button, Field } from "../../ui";

interface MessagesProps {
  readonly room: RoomShown;
  readonly zone: string;
  readonly onSay: (text: string) => Promise<void>;
}

/** What is written in this chamber. It is kept in this page alone and is gone when the chamber changes. */
export function Messages({ room, zone, onSay }: MessagesProps): ReactNode {
  const [text, setText] = useState("");
  const [isRefused, setRefused] = useState(false);
  const end = useRef<HTMLLIElement>(null);
  const count = room.messages.length;
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: "nearest" });
  }, [count]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") return;
    onSay(text.trim()).then(
      () => {
        setText("");
        setRefused(false);
      },
      () => setRefused(true),
    );
  };
  return (
    <section className="side__sec messages" aria-label={t("stage.messages")} data-testid="messages">
      <h2>{t("stage.messages")}</h2>
      <ol className="messages__list" aria-live="polite">
        {count === 0 && <li className="small muted">{t("stage.messages_none")}</li>}
        {room.messages.map((message) => (
          <Line key={message.id} message={message} zone={zone} />
        ))}
        <li ref={end} aria-hidden="true" />
      </ol>
      <form className="row" onSubmit={send}>
        <Field label={t("stage.message")} hideLabel error={isRefused ? t("stage.send_failed") : undefined}>
          {(ids) => (
            <input
              {...ids}
              className="input input--sm"
              value={text}
              maxLength={2_000}
              autoComplete="off"
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" size="sm">
          {t("stage.send")}
        </Button>
      </form>
      <p className="tiny faint">{t("stage.messages_more")}</p>
    </section>
  );
}

function Line({ message, zone }: { readonly message: Message; readonly zone: string }): ReactNode {
  const name = message.own ? t("stage.you") : message.name || t("stage.unknown_sender");
  return (
    <li className="msg">
      <span className="tiny faint">
        {name}, {clock(message.at, zone)}
      </span>
      <span>{message.text}</span>
    </li>
  );
}

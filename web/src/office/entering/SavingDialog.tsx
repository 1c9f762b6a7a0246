import { type FormEvent, type ReactNode, useRef } from "react";
import { t } from "../../i18n";
import { Button, Dialog } from "../../ui";
import { Refusal } from "./Refusal";

interface SavingDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** The form as it was filled in; what the browser would do by itself is already prevented. */
  readonly onSave: (form: HTMLFormElement) => void;
  /** What the api refused, as a sentence; empty while nothing was. */
  readonly refusal: string;
  /** The form's fields. */
  readonly children: ReactNode;
  /** What stands above the form. */
  readonly before?: ReactNode;
  readonly className?: string;
  /** What saving does, on its button. */
  readonly saves?: string;
  readonly wide?: boolean;
}

/** A form in a layer over the page, to be saved or given up; its buttons lie outside of it, where they are always seen. */
export function SavingDialog({
  title,
  onClose,
  onSave,
  refusal,
  children,
  before,
  className,
  saves = t("office.save"),
  wide = false,
}: SavingDialogProps): ReactNode {
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onSave(event.currentTarget);
  };
  return (
    <Dialog
      open
      wide={wide}
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onPress={onClose}>{t("office.cancel")}</Button>
          <Button look="primary" onPress={() => form.current?.requestSubmit()}>
            {saves}
          </Button>
        </>
      }
    >
      {before}
      <form ref={form} className={className} onSubmit={submit}>
        {children}
        <Refusal said={refusal} />
      </form>
    </Dialog>
  );
}

import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons, the safest first. */
  readonly actions: ReactNode;
  readonly wide?: boolean;
  /** For a question that interrupts. */
  readonly alert?: boolean;
  readonly dark?: boolean;
}

/** A layer over the page: focus stays inside, Escape closes it and gives the focus back. */
export function Dialog({
  open,
  onClose,
  title,
  children,
  actions,
  wide = false,
  alert = false,
  dark = false,
}: DialogProps): ReactNode {
  return (
    <ModalOverlay
      className="overlay"
      isOpen={open}
      isDismissable={!alert}
      onOpenChange={(next) => !next && onClose()}
      data-theme={dark ? "dark" : undefined}
    >
      <Modal className={`dialog${wide ? " dialog--wide" : ""}`}>
        <AriaDialog role={alert ? "alertdialog" : "dialog"}>
          <div className="dialog__head">
            <Heading slot="title">{title}</Heading>
          </div>
          <div className="dialog__body">{children}</div>
          <div className="dialog__acts">{actions}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

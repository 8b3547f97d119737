"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { dialogClass } from "./dialog-class.ts";
import { useFirstField } from "./use-first-field.tsx";

type DialogProps = {
  /** The button that opens it and gets focus back. Leave out when `open` is controlled. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** A press outside does not close it: for what would be lost. */
  keepsOpen?: boolean;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** Buttons at the end, the primary one last. */
  footer?: ReactNode;
};

/** A modal dialog: focus begins in its first field; Escape, the cross and a press outside close it, and focus returns to what opened it. */
export function Dialog({ trigger, open, onOpenChange, keepsOpen = false, ...content }: DialogProps) {
  const { title, description, children, footer } = content;
  const control = open === undefined ? {} : { open };
  const focus = useFirstField();

  return (
    <BaseDialog.Root {...control} disablePointerDismissal={keepsOpen} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger && <BaseDialog.Trigger render={trigger} />}
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={dialogClass.backdrop} />
        <BaseDialog.Viewport className={dialogClass.viewport}>
          <BaseDialog.Popup {...focus} className={dialogClass.popup}>
            <div className="flex items-start gap-3">
              <BaseDialog.Title className="min-w-0 flex-1 text-large font-semibold wrap-anywhere">
                {title}
              </BaseDialog.Title>
              <BaseDialog.Close
                aria-label="Close"
                className="-m-1 grid size-8 flex-none cursor-pointer place-items-center rounded text-ink-2 hover:bg-sunken"
              >
                <X aria-hidden className="size-4" />
              </BaseDialog.Close>
            </div>
            {description && <BaseDialog.Description className="mt-1 text-ink-2">{description}</BaseDialog.Description>}
            <div className="mt-4">{children}</div>
            {footer && <div className={dialogClass.footer}>{footer}</div>}
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** A button inside a dialog that closes it: `<DialogClose render={<Button>Cancel</Button>} />`. */
export const DialogClose = BaseDialog.Close;

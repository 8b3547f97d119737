"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { type FormEvent, type ReactElement, type ReactNode, useState, useTransition } from "react";
import { Button } from "./button.tsx";
import { dialogClass } from "./dialog-class.ts";
import { ErrorSummary } from "./error-summary.tsx";
import { TextField } from "./text-field.tsx";
import { useFirstField } from "./use-first-field.tsx";

type ConfirmDialogProps = {
  /** The button that opens it and gets focus back. */
  trigger: ReactElement;
  title: ReactNode;
  /** What will happen, with numbers. */
  description: ReactNode;
  /** For what destroys: this exact name has to be typed. */
  typedName?: string;
  /** The verb: `Delete topic`, not `OK`. */
  confirmLabel: string;
  tone?: "primary" | "danger";
  /** Further fields, submitted with the form (a reason). */
  children?: ReactNode;
  /**
   * Does it. Answers nothing when it is done, and the dialog closes; or one sentence why not, which is shown while everything that was typed stays.
   */
  onConfirm: (form: FormData) => Promise<string | undefined>;
};

/** Asks before something that is hard to take back. A press outside does not close it. */
export function ConfirmDialog({ trigger, ...content }: ConfirmDialogProps) {
  const [open, setOpen] = useState(false);
  const focus = useFirstField();

  return (
    <AlertDialog.Root open={open} onOpenChange={setOpen}>
      <AlertDialog.Trigger render={trigger} />
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={dialogClass.backdrop} />
        <AlertDialog.Viewport className={dialogClass.viewport}>
          <AlertDialog.Popup {...focus} className={dialogClass.popup}>
            <ConfirmForm {...content} onDone={() => setOpen(false)} />
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

type ConfirmFormProps = Omit<ConfirmDialogProps, "trigger"> & { onDone: () => void };

function ConfirmForm({
  title,
  description,
  typedName,
  confirmLabel,
  tone,
  children,
  onConfirm,
  onDone,
}: ConfirmFormProps) {
  const [refusal, setRefusal] = useState<{ detail: string } | null>(null);
  const [pending, start] = useTransition();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (typedName && form.get("typedName") !== typedName)
      return setRefusal({ detail: `Type ${typedName} to go on: upper and lower case count.` });

    start(async () => {
      const detail = await onConfirm(form);
      if (detail === undefined) onDone();
      else setRefusal({ detail });
    });
  };

  return (
    <form onSubmit={submit} noValidate>
      <AlertDialog.Title className="text-large font-semibold wrap-anywhere">{title}</AlertDialog.Title>
      <AlertDialog.Description render={<div />} className="mt-1 text-ink-2">
        {description}
      </AlertDialog.Description>
      <div className="mt-4 grid gap-4">
        {refusal && <ErrorSummary key={refusal.detail} detail={refusal.detail} />}
        {children}
        {typedName && <TextField label={`Type ${typedName} to confirm`} name="typedName" mono />}
      </div>
      <div className={dialogClass.footer}>
        <AlertDialog.Close render={<Button>Cancel</Button>} />
        <Button type="submit" variant={tone ?? "danger"} pending={pending}>
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}

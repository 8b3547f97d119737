"use client";

import { useRouter } from "next/navigation";
import { type ReactElement, type ReactNode, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogClose } from "../ui/dialog.tsx";
import { toast } from "../ui/toast.tsx";
import { CommandForm, type CommandFormProps } from "./command-form.tsx";

type CommandDialogProps<Output> = Omit<CommandFormProps<Output>, "secondary" | "clears" | "onDone"> & {
  /** The button that opens it and gets focus back. */
  trigger: ReactElement;
  title: string;
  description?: ReactNode;
} & Success<Output>;

type Success<Output> =
  | {
      /** Said in the corner once it is done. */
      done: string | ((value: Output) => string);
      /** The address that a success leads to; without it the page behind the dialog is read again. */
      leadsTo?: (value: Output) => string;
    }
  | {
      /** Shown in place of the form, for what is never shown again; gone when the dialog is closed. */
      answer: { title: string; show: (value: Output) => ReactNode };
    };

/** A dialog with the form of one command in it. A refusal leaves it open with what was typed; a success closes it or shows its answer. */
export function CommandDialog<Output>({ trigger, title, description, ...rest }: CommandDialogProps<Output>) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState<ReactNode>(null);

  const change = (next: boolean) => {
    setOpen(next);
    if (next || shown === null) return;
    setShown(null);
    router.refresh();
  };
  const finish = (value: Output) => {
    if ("answer" in rest) return setShown(rest.answer.show(value));
    setOpen(false);
    toast(typeof rest.done === "string" ? rest.done : rest.done(value));
    if (rest.leadsTo) router.push(rest.leadsTo(value));
    else router.refresh();
  };
  const { action, input, submitLabel, children } = rest;
  const form = { action, input, submitLabel, children, onDone: finish };
  const heading = shown !== null && "answer" in rest ? rest.answer.title : title;

  return (
    <Dialog
      trigger={trigger}
      open={open}
      onOpenChange={change}
      keepsOpen={shown !== null}
      title={heading}
      description={shown === null && description}
    >
      {shown ?? <CommandForm {...form} secondary={<DialogClose render={<Button>Cancel</Button>} />} />}
    </Dialog>
  );
}

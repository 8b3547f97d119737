"use client";

import { useRouter } from "next/navigation";
import { type ReactElement, type ReactNode, useState } from "react";
import type { Action } from "../request/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogClose } from "../ui/dialog.tsx";
import { toast } from "../ui/toast.tsx";
import { CommandForm } from "./command-form.tsx";

type FormDialogProps = {
  trigger: ReactElement;
  title: string;
  description?: ReactNode;
  action: Action<unknown>;
  input: (form: FormData) => unknown;
  submitLabel: string;
  /** Said in the corner once it is done. */
  done: string;
  children: (errorOf: (path: string) => string | undefined) => ReactNode;
};

/** A dialog with one form in it; closes when the command succeeds, and the page behind it is read again. */
export function FormDialog({ trigger, title, description, done, ...form }: FormDialogProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const finish = () => {
    setOpen(false);
    toast(done);
    router.refresh();
  };

  return (
    <Dialog trigger={trigger} open={open} onOpenChange={setOpen} title={title} description={description}>
      <CommandForm {...form} onDone={finish} secondary={<DialogClose render={<Button>Cancel</Button>} />} />
    </Dialog>
  );
}

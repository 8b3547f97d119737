"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogClose } from "../ui/dialog.tsx";
import { Select } from "../ui/select.tsx";
import { toast } from "../ui/toast.tsx";
import { errorAt, FailureNotice } from "./failure-notice.tsx";
import { type Action, useCommand } from "./use-command.tsx";

export type CopyTarget = { slug: string; name: string; tier: string };

type CopyDialogProps = {
  requestId: number;
  name: string;
  /** The other clusters. */
  targets: readonly CopyTarget[];
  copy: Action<{ id: number }>;
};

/** Asks for the same topic on another cluster, and goes to the new request. */
export function CopyDialog({ requestId, name, targets, copy }: CopyDialogProps) {
  const [open, setOpen] = useState(false);
  const formId = useId();
  const router = useRouter();
  const { run, failure, pending } = useCommand(copy);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const made = await run({ requestId, cluster: new FormData(event.currentTarget).get("cluster") });
    if (!made) return;
    setOpen(false);
    toast(`Request ${made.id} was made`);
    router.push(`/requests/${made.id}`);
  };

  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button>Copy to another cluster</Button>}
      title="Copy to another cluster"
      description={`Asks for ${name} with the same settings and reason. The rules of that cluster judge it anew.`}
      footer={
        <>
          <DialogClose render={<Button>Cancel</Button>} />
          <Button type="submit" form={formId} variant="primary" pending={pending}>
            Request the copy
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate>
        <FailureNotice failure={failure} fields={["cluster"]} />
        <Select
          label="Cluster"
          name="cluster"
          options={targets.map(({ slug, name: title, tier }) => ({ value: slug, label: `${title} (${tier})` }))}
          error={errorAt(failure, "cluster")}
        />
      </form>
    </Dialog>
  );
}

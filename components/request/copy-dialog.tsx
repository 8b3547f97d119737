"use client";

import { CommandDialog } from "../command/command-dialog.tsx";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/select.tsx";

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
  return (
    <CommandDialog
      trigger={<Button>Copy to another cluster</Button>}
      title="Copy to another cluster"
      description={`Asks for ${name} with the same settings and reason. The rules of that cluster judge it anew.`}
      action={copy}
      input={(form) => ({ requestId, cluster: form.get("cluster") })}
      submitLabel="Request the copy"
      done={({ id }) => `Request ${id} was made`}
      leadsTo={({ id }) => `/requests/${id}`}
    >
      {(errorOf) => (
        <Select
          label="Cluster"
          name="cluster"
          options={targets.map(({ slug, name: title, tier }) => ({ value: slug, label: `${title} (${tier})` }))}
          error={errorOf("cluster")}
        />
      )}
    </CommandDialog>
  );
}

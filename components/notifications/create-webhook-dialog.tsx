"use client";

import { Plus } from "lucide-react";
import type { z } from "zod";
import type { WebhookCreated } from "#lib/contract/notifications";
import { CommandDialog } from "../command/command-dialog.tsx";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { DialogClose } from "../ui/dialog.tsx";
import { TextField } from "../ui/text-field.tsx";
import { KindsField } from "./kinds-field.tsx";

type Created = z.infer<typeof WebhookCreated>;

type CreateWebhookDialogProps = {
  /** Absent: of the platform. */
  team?: string | undefined;
  create: Action<Created>;
};

/** Makes a webhook, then shows its secret in the same dialog: closed, it is gone. */
export function CreateWebhookDialog({ team, create }: CreateWebhookDialogProps) {
  return (
    <CommandDialog
      trigger={<Button icon={<Plus aria-hidden className="size-4" />}>New webhook</Button>}
      title="New webhook"
      description="Headgate posts JSON to it, signed with a secret that you are shown once."
      action={create}
      input={(form) => ({ team, url: form.get("url"), kinds: form.getAll("kinds") })}
      submitLabel="Make webhook"
      answer={{ title: "Copy the secret now", show: (created) => <SecretShown created={created} /> }}
    >
      {(errorOf) => (
        <>
          <TextField
            label="Address"
            name="url"
            mono
            error={errorOf("url")}
            hint="Begins with https://. Only hosts that the platform allows are called."
          />
          <KindsField legend="When" chosen={[]} error={errorOf("kinds")} />
        </>
      )}
    </CommandDialog>
  );
}

function SecretShown({ created }: { created: Created }) {
  if (created.secret === null)
    return <p>This secret was shown already, and nobody kept it. Delete the webhook and make another.</p>;

  return (
    <div className="grid gap-4">
      <p>It is shown this once: Headgate keeps it sealed, so that only the worker can sign with it.</p>
      <p className="flex items-center gap-2 rounded border border-line bg-sunken p-2.5">
        <code className="min-w-0 flex-1 font-mono text-small wrap-anywhere">{created.secret}</code>
        <CopyButton value={created.secret} label="Copy secret" />
      </p>
      <p className="text-ink-2">
        Compare <code className="font-mono text-small">Headgate-Signature</code> with{" "}
        <code className="font-mono text-small">v1=</code> and the HMAC-SHA-256 of timestamp, full stop and body.
      </p>
      <div className="flex justify-end">
        <DialogClose render={<Button variant="primary">I have copied it</Button>} />
      </div>
    </div>
  );
}

"use client";

import { Plus } from "lucide-react";
import type { TokenCreated } from "#lib/contract/users";
import { CommandDialog } from "../command/command-dialog.tsx";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { DialogClose } from "../ui/dialog.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Select } from "../ui/select.tsx";
import { TextField } from "../ui/text-field.tsx";
import { TokenPermissions } from "./token-permissions.tsx";

const EXPIRY = [7, 30, 90, 180, 365].map((days) => ({ value: String(days), label: `${days} days` }));

/** Makes a token, then shows it in the same dialog: closed, it is gone. */
export function CreateTokenDialog({ create }: { create: Action<TokenCreated> }) {
  return (
    <CommandDialog
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden className="size-4" />}>
          New token
        </Button>
      }
      title="New token"
      action={create}
      input={(form) => ({
        name: form.get("name"),
        expiresInDays: Number(form.get("expiresInDays")),
        permissions: form.getAll("permissions"),
      })}
      submitLabel="Make token"
      answer={{ title: "Copy your token now", show: (created) => <TokenShown created={created} /> }}
    >
      {(errorOf) => (
        <>
          <TextField
            label="Name"
            name="name"
            error={errorOf("name")}
            hint="What will use it, such as “orders pipeline”."
          />
          <Select
            label="Ends after"
            name="expiresInDays"
            defaultValue="90"
            options={EXPIRY}
            error={errorOf("expiresInDays")}
          />
          <TokenPermissions error={errorOf("permissions")} />
        </>
      )}
    </CommandDialog>
  );
}

function TokenShown({ created }: { created: TokenCreated }) {
  if (created.token === null)
    return <p>This token was shown already, and nobody kept it. Revoke it and make another.</p>;

  return (
    <div className="grid gap-4">
      <p>It is shown this once: Headgate keeps only a hash of it.</p>
      <p className="flex items-center gap-2 rounded border border-line bg-sunken p-2.5">
        <code className="min-w-0 flex-1 font-mono text-small wrap-anywhere">{created.token}</code>
        <CopyButton value={created.token} label="Copy token" />
      </p>
      <p className="text-ink-2">
        Send it as <code className="font-mono text-small">Authorization: Bearer …</code>. It ends{" "}
        <RelativeTime at={created.expiresAt} />.
      </p>
      <div className="flex justify-end">
        <DialogClose render={<Button variant="primary">I have copied it</Button>} />
      </div>
    </div>
  );
}

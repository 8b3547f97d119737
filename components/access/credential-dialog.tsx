"use client";

import { KeyRound, TriangleAlert } from "lucide-react";
import type { CredentialIssued, PrincipalView } from "#lib/contract/applications";
import { CommandDialog } from "../command/command-dialog.tsx";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { DialogClose } from "../ui/dialog.tsx";
import { CredentialShown } from "./credential-shown.tsx";

type CredentialDialogProps = {
  principal: Pick<PrincipalView, "id" | "name" | "clusterName" | "credential">;
  issue: Action<CredentialIssued>;
};

/** Makes a password, then shows it in the same dialog: closed, it is gone from the page's memory too. */
export function CredentialDialog({ principal, issue }: CredentialDialogProps) {
  const { id, name, credential } = principal;
  const anew = credential !== "none";
  const verb = anew ? "Make a new credential" : "Make credential";

  return (
    <CommandDialog
      trigger={
        <Button
          size="small"
          variant={anew ? "secondary" : "primary"}
          icon={<KeyRound aria-hidden className="size-4" />}
          aria-label={`${verb} for ${name}`}
        >
          {verb}
        </Button>
      }
      title={`${verb} for ${name}`}
      action={issue}
      input={() => ({ principalId: id })}
      submitLabel={anew ? "Make a new password" : "Make the password"}
      answer={{
        title: "Copy the password now",
        show: (issued) => (
          <>
            <CredentialShown issued={issued} />
            <div className="mt-4 flex justify-end">
              <DialogClose render={<Button variant="primary">I have copied it</Button>} />
            </div>
          </>
        ),
      }}
    >
      {() => <WhatHappens principal={principal} />}
    </CommandDialog>
  );
}

function WhatHappens({ principal: { name, clusterName, credential } }: Pick<CredentialDialogProps, "principal">) {
  return (
    <>
      <ol className="grid list-decimal gap-1.5 pl-5 text-ink-2">
        <li>A password is made and shown here, once. Headgate does not keep it, so nobody can look it up later.</li>
        <li>
          Sealed, so that only the worker can open it, what Kafka needs goes to {clusterName}. This page says when it is
          there.
        </li>
        <li>From then on clients log in as {name} with SCRAM-SHA-512. That it was made is in the audit trail.</li>
      </ol>
      {credential === "confirmed" && (
        <Warning>
          The password in use stops working for new connections as soon as the new one is on {clusterName}; clients that
          are connected stay so until they reconnect. To change without downtime, rotate instead.
        </Warning>
      )}
      {credential === "sealed" && (
        <Warning>A password that was made before and is still on its way never takes effect.</Warning>
      )}
    </>
  );
}

function Warning({ children }: { children: React.ReactNode }) {
  return (
    <p className="flex gap-2 rounded border border-warn bg-warn-soft p-2.5 text-warn">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 flex-none" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

"use client";

import type { ReactElement } from "react";
import type { OwnershipTransferRequested } from "#lib/contract/ownership";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { TeamField } from "../team/team-field.tsx";
import { Button } from "../ui/button.tsx";
import { transferAsked } from "./transfer-words.ts";

export type RequestTransfer = Action<OwnershipTransferRequested>;

type TransferTopicDialogProps = {
  topic: { cluster: string; name: string };
  from: { slug: string; name: string };
  request: RequestTransfer;
};

/** Asks for a topic, with its subjects, to become another team's. */
export function TransferTopicDialog({ topic: { cluster, name }, from, request }: TransferTopicDialogProps) {
  return (
    <TransferForm
      trigger={<Button size="small">Transfer</Button>}
      title={`Transfer ${name} to another team?`}
      description={`Its subjects and the access to it go with it, and its history stays. An owner of ${from.name} and one of the other team decide.`}
      from={from}
      request={request}
      what={{ cluster, topics: [name] }}
    />
  );
}

type TransferEverythingDialogProps = {
  from: { slug: string; name: string };
  request: RequestTransfer;
  size?: "small" | "normal";
};

/** Asks for everything that a team owns, on every cluster, to become another team's: what comes before the team is removed. */
export function TransferEverythingDialog({ from, request, size = "normal" }: TransferEverythingDialogProps) {
  return (
    <TransferForm
      trigger={
        <Button size={size} aria-label={`Transfer everything of ${from.name}`}>
          Transfer everything
        </Button>
      }
      title={`Transfer everything of ${from.name}?`}
      description="Topics, subjects, applications and prefixes go to one team: a request for each cluster. Both teams decide; history and access stay."
      from={from}
      request={request}
      what={{ everything: true }}
    />
  );
}

type TransferFormProps = {
  trigger: ReactElement;
  title: string;
  description: string;
  from: { slug: string };
  request: RequestTransfer;
  what: object;
};

function TransferForm({ trigger, title, description, from, request, what }: TransferFormProps) {
  return (
    <CommandDialog
      trigger={trigger}
      title={title}
      description={description}
      action={request}
      input={(form) => {
        const { to, reason } = textsOf(form, ["to", "reason"]);
        return { ...what, from: from.slug, to: to.trim(), reason };
      }}
      submitLabel="Ask for the transfer"
      done={transferAsked}
      leadsTo={({ requests: [first] }) => (first ? `/requests/${first.id}` : `/teams/${from.slug}`)}
    >
      {(errorOf) => (
        <>
          <TeamField
            label="To the team"
            name="to"
            except={from.slug}
            error={errorOf("to")}
            hint="Its short name, as in its address; type to find it."
          />
          <ReasonField error={errorOf("reason")} hint="Read by both teams; stays in the audit trail." />
        </>
      )}
    </CommandDialog>
  );
}

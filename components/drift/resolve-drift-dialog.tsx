"use client";

import { Check, X } from "lucide-react";
import type { DriftResolved, DriftRow } from "#lib/contract/drift";
import { CommandDialog } from "../command/command-dialog.tsx";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import { Chip } from "../ui/chip.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { driftKey, KIND_WORDS } from "./drift-words.ts";

type ResolveDriftDialogProps = {
  how: "revert" | "adopt";
  /** What was chosen and this person may ask for. */
  rows: readonly DriftRow[];
  resolve: Action<DriftResolved>;
};

const WORDS = {
  revert: {
    verb: "Revert",
    description:
      "Each becomes a request to make it as it was desired. Bindings that no grant explains are asked to be removed. Nothing is written before it is approved.",
  },
  adopt: {
    verb: "Adopt",
    description:
      "Each becomes a request that what is there becomes what is desired. The cluster is not touched; nothing counts before it is approved.",
  },
} as const;

/** Asks the same for several things that differ; then says what became of each. */
export function ResolveDriftDialog({ how, rows, resolve }: ResolveDriftDialogProps) {
  const { verb, description } = WORDS[how];
  const count = rows.length === 1 ? "1 object" : `${rows.length} objects`;

  return (
    <CommandDialog
      trigger={
        <Button size="small" variant={how === "revert" ? "primary" : "secondary"} disabled={rows.length === 0}>
          {rows.length === 0 ? verb : `${verb} ${count}`}
        </Button>
      }
      title={`${verb} ${count}?`}
      description={description}
      action={resolve}
      input={(form) => ({
        objects: rows.map(({ kind, cluster, name }) => ({ kind, cluster, name })),
        reason: form.get("reason"),
      })}
      submitLabel={`Ask to ${verb.toLowerCase()} ${count}`}
      answer={{ title: "What became of it", show: (resolved) => <Resolved resolved={resolved} /> }}
    >
      {(errorOf) => (
        <>
          <ScrollRegion label="What it is asked for" size="low">
            <ul className="grid gap-1">
              {rows.map((row) => (
                <li key={driftKey(row)} className="wrap-anywhere">
                  <span className="text-small text-ink-3">{KIND_WORDS[row.kind]}</span>{" "}
                  <span className="font-mono text-small">{row.name}</span> on {row.cluster}
                </li>
              ))}
            </ul>
          </ScrollRegion>
          <ReasonField error={errorOf("reason")} hint="Read by the people who decide, and kept in the audit trail." />
        </>
      )}
    </CommandDialog>
  );
}

function Resolved({ resolved: { results } }: { resolved: DriftResolved }) {
  return (
    <ScrollRegion label="What became of each" size="low">
      <ul className="grid gap-2.5">
        {results.map(({ ok, detail, requests, ...object }) => (
          <li key={driftKey(object)} className="wrap-anywhere">
            <span className="font-mono text-small">{object.name}</span>{" "}
            <Chip tone={ok ? "ok" : "bad"} icon={ok ? Check : X}>
              {ok ? "asked for" : "refused"}
            </Chip>
            {!ok && <p className="text-small text-bad">{detail}</p>}
            {requests.map(({ id, state }) => (
              <p key={id} className="text-small">
                <TextLink href={`/requests/${id}`}>Request {id}</TextLink>{" "}
                {state === "submitted" ? "waits for approval" : "needed no approval; the worker is at it"}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </ScrollRegion>
  );
}

"use client";

import { type ReactNode, useState } from "react";
import type { DriftResolved, DriftRow } from "#lib/contract/drift";
import type { Action } from "../command/use-command.tsx";
import { Card, CardHeader } from "../ui/card.tsx";
import { selectColumn } from "../ui/select-column.tsx";
import { withSelected } from "../ui/selection.ts";
import { DriftTable } from "./drift-table.tsx";
import { driftKey, KIND_WORDS } from "./drift-words.ts";
import { ResolveDriftDialog } from "./resolve-drift-dialog.tsx";

type DriftBoardProps = {
  rows: readonly DriftRow[];
  revert: Action<DriftResolved>;
  adopt: Action<DriftResolved>;
  empty: ReactNode;
};

/** What differs, and the way to have several put back or taken over at once. */
export function DriftBoard({ rows, revert, adopt, empty }: DriftBoardProps) {
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const chosen = rows.filter((row) => selection.has(driftKey(row)));
  const acts = rows.some(mayAct);

  const column = selectColumn<DriftRow, string>({
    keyOf: driftKey,
    label: ({ kind, name, cluster }) => `Select ${KIND_WORDS[kind].toLowerCase()} ${name} on ${cluster}`,
    selection,
    select: (keys, on) => setSelection(withSelected(selection, keys, on)),
    selectable: mayAct,
  });
  const buttons = acts && (
    <span className="flex flex-wrap items-center gap-2">
      {chosen.length === 0 && <span className="text-small">Select what to adopt or revert.</span>}
      <ResolveDriftDialog how="adopt" rows={chosen.filter(({ may }) => may.adopt.allowed)} resolve={adopt} />
      <ResolveDriftDialog how="revert" rows={chosen.filter(({ may }) => may.revert.allowed)} resolve={revert} />
    </span>
  );
  return (
    <Card>
      <CardHeader title="Not as it was decided" aside={buttons} />
      <DriftTable rows={rows} first={acts ? column : undefined} empty={empty} />
    </Card>
  );
}

function mayAct({ may }: DriftRow): boolean {
  return may.revert.allowed || may.adopt.allowed;
}

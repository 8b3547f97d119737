"use client";

import { type ReactNode, useState } from "react";
import type { DriftResolved, DriftRow } from "#lib/contract/drift";
import type { Action } from "../command/use-command.tsx";
import { Card, CardHeader } from "../ui/card.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import type { Column } from "../ui/table.tsx";
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
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const chosen = rows.filter((row) => selected.has(driftKey(row)));
  const acts = rows.some(mayAct);

  const buttons = acts && (
    <span className="flex flex-wrap gap-2">
      <ResolveDriftDialog how="adopt" rows={chosen.filter(({ may }) => may.adopt.allowed)} resolve={adopt} />
      <ResolveDriftDialog how="revert" rows={chosen.filter(({ may }) => may.revert.allowed)} resolve={revert} />
    </span>
  );
  return (
    <Card>
      <CardHeader title="Not as it was decided" aside={buttons} />
      <DriftTable rows={rows} first={acts ? selectColumn(selected, setSelected) : undefined} empty={empty} />
    </Card>
  );
}

function mayAct({ may }: DriftRow): boolean {
  return may.revert.allowed || may.adopt.allowed;
}

function selectColumn(
  selected: ReadonlySet<string>,
  setSelected: (next: ReadonlySet<string>) => void,
): Column<DriftRow> {
  const toggle = (key: string, on: boolean) => {
    const next = new Set(selected);
    if (on) next.add(key);
    else next.delete(key);
    setSelected(next);
  };
  return {
    key: "select",
    header: <span className="sr-only">Select</span>,
    cell: (row) =>
      mayAct(row) && (
        <Checkbox
          label={`Select ${KIND_WORDS[row.kind].toLowerCase()} ${row.name} on ${row.cluster}`}
          hideLabel
          checked={selected.has(driftKey(row))}
          onChange={(event) => toggle(driftKey(row), event.target.checked)}
        />
      ),
  };
}

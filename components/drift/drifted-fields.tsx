import type { DriftRow } from "#lib/contract/drift";
import { Chip } from "../ui/chip.tsx";
import { DriftValues } from "./drift-values.tsx";
import { fieldLabel, revertInWords } from "./drift-words.ts";

/** What differs of one object: a line per field, or the worker's words where it is no field. */
export function DriftedFields({ row: { kind, fields, more, message } }: { row: DriftRow }) {
  if (fields.length === 0) return <p className="min-w-56 wrap-anywhere">{message}</p>;

  return (
    <ul className="min-w-72">
      {fields.map((field) => (
        <li
          key={`${field.field} ${field.observed}`}
          className="border-t border-line py-2 first:border-t-0 first:pt-0 last:pb-0"
        >
          <div className="mb-1 flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <span className="font-mono text-small wrap-anywhere">{fieldLabel(field.field)}</span>
            <RevertChip field={field} />
          </div>
          <DriftValues field={field} where={kind === "subject" ? "In the registry" : "On the cluster"} />
        </li>
      ))}
      {more > 0 && <li className="border-t border-line pt-2 text-ink-3">and {more} more</li>}
    </ul>
  );
}

function RevertChip({ field }: { field: DriftRow["fields"][number] }) {
  const { tone, word } = revertInWords(field);
  return <Chip tone={tone}>{word}</Chip>;
}

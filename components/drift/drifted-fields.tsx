import type { DriftRow } from "#lib/contract/drift";
import { Chip } from "../ui/chip.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { DriftValues } from "./drift-values.tsx";
import { fieldLabel, revertInWords, wayToKeep } from "./drift-words.ts";

/** What differs of one object: a line per field, or the worker's words where it is no field. */
export function DriftedFields({ row }: { row: DriftRow }) {
  const { kind, fields, more, message } = row;
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
          <Keep row={row} field={field} />
        </li>
      ))}
      {more > 0 && <li className="border-t border-line pt-2 text-ink-3">and {more} more</li>}
    </ul>
  );
}

/** The way to keep an ACL in excess: to ask for the access that it gives. Where none gives it, it can only go. */
function Keep({ row, field }: { row: DriftRow; field: DriftRow["fields"][number] }) {
  const way = wayToKeep(row, field);
  if (way === null) return null;
  const { href } = way;
  const { askForAccess } = row.may;
  if (href !== null && askForAccess.allowed)
    return (
      <LinkButton size="small" className="mt-1.5" href={href} aria-label={`Ask for access: ${field.field}`}>
        Ask for access
      </LinkButton>
    );
  return (
    <p className="mt-1.5 text-small text-ink-3">
      {href === null
        ? "No access that one can ask for gives it, so that it can only be removed."
        : `To keep it, one asks for the access. ${askForAccess.needed}`}
    </p>
  );
}

function RevertChip({ field }: { field: DriftRow["fields"][number] }) {
  const { tone, word } = revertInWords(field);
  return <Chip tone={tone}>{word}</Chip>;
}

import Form from "next/form";
import type { FieldError } from "#lib/domain/result";
import { SubmitButton } from "../ui/button.tsx";
import { ClearFilters } from "../ui/filter-bar.tsx";
import { TextField } from "../ui/text-field.tsx";

export type AuditFilter = { subject?: string; actor?: string; action?: string; from?: string; to?: string };

type AuditFiltersProps = { filter: AuditFilter /** What the list refused of it. */; errors: readonly FieldError[] };

/** Asks the audit trail. A form whose answer is an address: it can be copied, and works before scripts have loaded. */
export function AuditFilters({ filter, errors }: AuditFiltersProps) {
  const errorOf = (path: string) => errors.find((error) => error.path === path)?.message;

  return (
    <Form action="/admin/audit" className="mb-4" aria-label="Filter the audit trail" role="search">
      <div className="grid gap-x-3 gap-y-2.5 sm:grid-cols-2 lg:grid-cols-5">
        <TextField
          label="Object"
          name="subject"
          mono
          defaultValue={filter.subject}
          placeholder="a name, or request:12"
          error={errorOf("subject")}
        />
        <TextField
          label="Who"
          name="actor"
          defaultValue={filter.actor}
          placeholder="a name or an id"
          error={errorOf("actor")}
        />
        <TextField
          label="Action"
          name="action"
          mono
          defaultValue={filter.action}
          placeholder="request.approved"
          error={errorOf("action")}
        />
        <TextField
          label="From (UTC)"
          name="from"
          type="datetime-local"
          defaultValue={filter.from}
          error={errorOf("from")}
        />
        <TextField label="Until (UTC)" name="to" type="datetime-local" defaultValue={filter.to} error={errorOf("to")} />
      </div>
      <div className="mt-2.5 flex flex-wrap gap-2.5">
        <SubmitButton variant="secondary">Filter</SubmitButton>
        {Object.values(filter).some(Boolean) && <ClearFilters href="/admin/audit" />}
      </div>
    </Form>
  );
}

import { Checkbox } from "../ui/checkbox.tsx";
import { FieldError } from "../ui/field-error.tsx";
import { PERMISSION_GROUPS, PERMISSION_WORDS } from "./permission-words.ts";

/** Checkboxes named `permissions`, grouped by what they are about. */
export function TokenPermissions({ error }: { error: string | undefined }) {
  return (
    <div>
      <p className="mb-1 text-small font-medium">What it may do</p>
      <p className="mb-2 text-xs text-ink-3">At most what you may do yourself at that moment.</p>
      <div className="grid gap-x-5 gap-y-3 sm:grid-cols-2">
        {PERMISSION_GROUPS.map(({ title, permissions }) => (
          <fieldset key={title} className="min-w-0">
            <legend className="text-xs font-medium text-ink-3">{title}</legend>
            <div className="grid">
              {permissions.map((permission) => (
                <Checkbox
                  key={permission}
                  name="permissions"
                  value={permission}
                  label={PERMISSION_WORDS[permission]}
                  aria-describedby={error ? "permissions-error" : undefined}
                />
              ))}
            </div>
          </fieldset>
        ))}
      </div>
      <FieldError id="permissions-error" message={error} />
    </div>
  );
}

import { NOTICE_KINDS, type NoticeKind } from "#lib/domain/notice";
import { Checkbox } from "../ui/checkbox.tsx";
import { FieldError } from "../ui/field-error.tsx";
import { NOTICE_WORDS } from "./notice-words.ts";

type KindsFieldProps = {
  legend: string;
  /** Those that are ticked at first. */
  chosen: readonly NoticeKind[];
  error?: string | undefined;
};

/** Checkboxes named `kinds`, one for each kind of notice. */
export function KindsField({ legend, chosen, error }: KindsFieldProps) {
  return (
    <div>
      <fieldset className="min-w-0">
        <legend className="mb-1 text-small font-medium">{legend}</legend>
        <div className="grid justify-items-start">
          {NOTICE_KINDS.map((kind) => (
            <Checkbox
              key={kind}
              name="kinds"
              value={kind}
              defaultChecked={chosen.includes(kind)}
              label={NOTICE_WORDS[kind]}
              aria-describedby={error ? "kinds-error" : undefined}
            />
          ))}
        </div>
      </fieldset>
      <FieldError id="kinds-error" message={error} />
    </div>
  );
}

import { ChevronDown } from "lucide-react";
import { type ComponentProps, useId } from "react";
import { controlClass } from "./control-class.ts";
import { describedBy, Field, type FieldTexts } from "./field.tsx";

export type SelectOption = { value: string; label: string; disabled?: boolean };

type SelectProps = FieldTexts &
  Omit<ComponentProps<"select">, "className" | "children" | "multiple"> & {
    options: readonly SelectOption[];
    /** Shown while nothing is chosen; its value is the empty string. */
    placeholder?: string;
  };

/**
 * One of a few. The browser's own control: it works before scripts have loaded, on a phone, and with every screen reader. For
 * many options use `Combobox`.
 */
export function Select({ options, placeholder, id, ...props }: SelectProps) {
  const ownId = useId();
  const fieldId = id ?? ownId;
  const { label, hint, error, verdict, optional, hideLabel, className, ...select } = props;
  const texts = { label, hint, error, verdict, optional, hideLabel, className } as FieldTexts;

  return (
    <Field id={fieldId} {...texts}>
      <div className="relative">
        <select
          {...select}
          id={fieldId}
          aria-invalid={Boolean(error) || undefined}
          aria-describedby={describedBy(fieldId, texts)}
          className={controlClass({ invalid: Boolean(error) }, "w-full cursor-pointer appearance-none pr-8")}
        >
          {placeholder !== undefined && <option value="">{placeholder}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2 size-4 text-ink-3" />
      </div>
    </Field>
  );
}

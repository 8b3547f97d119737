"use client";

import { Combobox as BaseCombobox } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import { useId } from "react";
import { controlClass } from "./control-class.ts";
import { describedBy, Field, type FieldTexts } from "./field.tsx";
import { popupClass } from "./popup-class.ts";

export type ComboboxOption = { value: string; label: string };

type ComboboxProps = FieldTexts & {
  id?: string;
  name?: string;
  options: readonly ComboboxOption[];
  /** Controlled: the chosen option's value, null for none. */
  value?: string | null;
  defaultValue?: string | null;
  onValueChange?: (value: string | null) => void;
  placeholder?: string;
  required?: boolean;
  disabled?: boolean;
  /** What stands in the list when nothing matches. */
  nothing?: string;
};

/**
 * One of many: opens a list with a field to narrow it. Submits the option's value under `name`. The field stands in the popup, because
 * beside an outer field Base UI hides the page, the label included, from screen readers while the list is open.
 */
export function Combobox({ id, options, value, defaultValue, onValueChange, name, ...props }: ComboboxProps) {
  const ownId = useId();
  const fieldId = id ?? ownId;
  const { label, hint, error, verdict, optional, hideLabel, className, placeholder, required, disabled, nothing } =
    props;
  const texts = { label, hint, error, verdict, optional, hideLabel, className } as FieldTexts;
  const optionOf = (wanted: string | null) => options.find((option) => option.value === wanted) ?? null;
  const chosen = value === undefined ? { defaultValue: optionOf(defaultValue ?? null) } : { value: optionOf(value) };

  return (
    <Field id={fieldId} {...texts}>
      <BaseCombobox.Root
        items={options}
        {...chosen}
        name={name}
        required={required}
        disabled={disabled}
        onValueChange={(next: ComboboxOption | null) => onValueChange?.(next?.value ?? null)}
      >
        <BaseCombobox.Trigger
          id={fieldId}
          aria-invalid={Boolean(error) || undefined}
          aria-describedby={describedBy(fieldId, texts)}
          className={controlClass({ invalid: Boolean(error) }, "relative w-full cursor-pointer pr-8 text-left")}
        >
          <BaseCombobox.Value placeholder={<span className="text-ink-3">{placeholder ?? "Choose"}</span>} />
          <ChevronDown aria-hidden className="absolute top-1.5 right-2 size-4 text-ink-3" />
        </BaseCombobox.Trigger>
        <ComboboxPopup label={label} nothing={nothing ?? "Nothing matches."} />
      </BaseCombobox.Root>
    </Field>
  );
}

function ComboboxPopup({ label, nothing }: { label: string; nothing: string }) {
  return (
    <BaseCombobox.Portal>
      <BaseCombobox.Positioner sideOffset={4} align="start" className={popupClass.positioner}>
        <BaseCombobox.Popup aria-label={label} className={`${popupClass.popup} w-[var(--anchor-width)] min-w-48`}>
          <div className="p-1.5">
            <BaseCombobox.Input
              aria-label={`Narrow ${label}`}
              placeholder="Type to narrow"
              className={controlClass({}, "w-full")}
            />
          </div>
          <BaseCombobox.Empty>
            <p className="px-3 pb-2 text-small text-ink-3">{nothing}</p>
          </BaseCombobox.Empty>
          <BaseCombobox.List
            aria-label={label}
            className="max-h-[min(20rem,calc(var(--available-height)-3.5rem))] scroll-py-1 overflow-y-auto pb-1 data-empty:p-0"
          >
            {(option: ComboboxOption) => (
              <BaseCombobox.Item key={option.value} value={option} className={popupClass.item}>
                <span className="size-4 flex-none">
                  <BaseCombobox.ItemIndicator>
                    <Check aria-hidden className="size-4" />
                  </BaseCombobox.ItemIndicator>
                </span>
                <span className="min-w-0 wrap-anywhere">{option.label}</span>
              </BaseCombobox.Item>
            )}
          </BaseCombobox.List>
        </BaseCombobox.Popup>
      </BaseCombobox.Positioner>
    </BaseCombobox.Portal>
  );
}

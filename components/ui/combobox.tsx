"use client";

import { Combobox as BaseCombobox } from "@base-ui/react/combobox";
import { Check, ChevronDown, X } from "lucide-react";
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

const iconButton = "grid size-6 cursor-pointer place-items-center rounded-sm text-ink-3 hover:bg-sunken hover:text-ink";

/** One of many: type to narrow, arrows to choose. Submits the option's value under `name`. */
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
        <BaseCombobox.InputGroup className="relative">
          <BaseCombobox.Input
            id={fieldId}
            placeholder={placeholder}
            aria-invalid={Boolean(error) || undefined}
            aria-describedby={describedBy(fieldId, texts)}
            className={controlClass({ invalid: Boolean(error) }, "pr-14")}
          />
          <div className="absolute top-1 right-1 flex">
            <BaseCombobox.Clear aria-label={`Clear ${label}`} className={iconButton}>
              <X aria-hidden className="size-3.5" />
            </BaseCombobox.Clear>
            <BaseCombobox.Trigger aria-label={`Show all: ${label}`} className={iconButton}>
              <ChevronDown aria-hidden className="size-4" />
            </BaseCombobox.Trigger>
          </div>
        </BaseCombobox.InputGroup>
        <ComboboxPopup nothing={nothing ?? "Nothing matches."} />
      </BaseCombobox.Root>
    </Field>
  );
}

function ComboboxPopup({ nothing }: { nothing: string }) {
  return (
    <BaseCombobox.Portal>
      <BaseCombobox.Positioner sideOffset={4} className={popupClass.positioner}>
        <BaseCombobox.Popup className={`${popupClass.popup} w-[var(--anchor-width)]`}>
          <BaseCombobox.Empty>
            <p className="px-3 py-2 text-small text-ink-3">{nothing}</p>
          </BaseCombobox.Empty>
          <BaseCombobox.List className="max-h-[min(20rem,var(--available-height))] scroll-py-1 overflow-y-auto py-1 data-empty:p-0">
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

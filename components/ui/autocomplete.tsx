"use client";

import { Autocomplete as BaseAutocomplete } from "@base-ui/react/autocomplete";
import { type ReactNode, useId } from "react";
import { controlClass } from "./control-class.ts";
import { describedBy, Field, type FieldTexts } from "./field.tsx";
import { popupClass } from "./popup-class.ts";

export type Suggestion = { value: string; note?: ReactNode };

type AutocompleteProps = FieldTexts & {
  name?: string;
  value: string;
  onValueChange: (value: string) => void;
  /** What is offered for the text as it stands; anything else may be typed as well. */
  suggestions: readonly Suggestion[];
  mono?: boolean;
  invalid?: boolean;
  placeholder?: string;
};

/** One line of text with suggestions: what is typed counts, chosen or not. The caller finds the suggestions. */
export function Autocomplete({ name, value, onValueChange, suggestions, ...props }: AutocompleteProps) {
  const fieldId = useId();
  const { label, hint, error, verdict, optional, hideLabel, className, mono, invalid, placeholder } = props;
  const texts = { label, hint, error, verdict, optional, hideLabel, className } as FieldTexts;
  const wrong = Boolean(error) || invalid === true;

  return (
    <Field id={fieldId} {...texts}>
      <BaseAutocomplete.Root
        items={suggestions}
        itemToStringValue={(one: Suggestion) => one.value}
        mode="none"
        value={value}
        onValueChange={(next) => onValueChange(next)}
      >
        <BaseAutocomplete.Input
          id={fieldId}
          name={name}
          // The label is named here too: while the list is open the page around the field is kept from screen readers.
          aria-label={label}
          aria-invalid={wrong || undefined}
          aria-describedby={describedBy(fieldId, texts)}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          className={controlClass({ mono, invalid: wrong }, "w-full")}
        />
        <Suggestions label={label} />
      </BaseAutocomplete.Root>
    </Field>
  );
}

function Suggestions({ label }: { label: string }) {
  return (
    <BaseAutocomplete.Portal>
      <BaseAutocomplete.Positioner
        sideOffset={4}
        align="start"
        className={`${popupClass.positioner} data-empty:hidden`}
      >
        <BaseAutocomplete.Popup className={`${popupClass.popup} w-[var(--anchor-width)] min-w-48`}>
          <BaseAutocomplete.List
            aria-label={`Suggestions for ${label}`}
            className="max-h-[min(20rem,var(--available-height))] scroll-py-1 overflow-y-auto py-1"
          >
            {(one: Suggestion) => (
              <BaseAutocomplete.Item key={one.value} value={one} className={`${popupClass.item} flex-wrap gap-y-0`}>
                <span className="min-w-0 wrap-anywhere">{one.value}</span>
                {one.note && <span className="text-xs text-ink-3">{one.note}</span>}
              </BaseAutocomplete.Item>
            )}
          </BaseAutocomplete.List>
        </BaseAutocomplete.Popup>
      </BaseAutocomplete.Positioner>
    </BaseAutocomplete.Portal>
  );
}

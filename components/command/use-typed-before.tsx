"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";

/**
 * Takes over what was typed before the scripts had loaded: a slow connection shows the form long before it listens, and what stands in a
 * field would be lost at the next stroke. `onTyped` is told each control's name and value, once.
 */
export function useTypedBefore(
  form: RefObject<HTMLFormElement | null>,
  onTyped: (name: string, value: string) => void,
): void {
  const take = useEffectEvent(onTyped);

  useEffect(() => {
    for (const control of form.current?.elements ?? []) {
      if (isTextControl(control) && control.name !== "" && wasTyped(control)) take(control.name, control.value);
    }
  }, [form]);
}

type TextControl = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function isTextControl(control: Element): control is TextControl {
  return (
    control instanceof HTMLInputElement ||
    control instanceof HTMLTextAreaElement ||
    control instanceof HTMLSelectElement
  );
}

/** True where the value is no longer the one that came with the page. */
function wasTyped(control: TextControl): boolean {
  if (control instanceof HTMLSelectElement)
    return [...control.options].some((option) => option.selected !== option.defaultSelected);
  return control.value !== control.defaultValue;
}

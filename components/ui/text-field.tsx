import { type ComponentProps, useId } from "react";
import { controlClass } from "./control-class.ts";
import { describedBy, Field, type FieldTexts } from "./field.tsx";

export type TextFieldProps = FieldTexts &
  Omit<ComponentProps<"input">, "className" | "children"> & {
    /** In monospace: names, identifiers, values that Kafka or a program reads. */
    mono?: boolean;
  };

/** One line of text with its label and messages. The server's `error` or a broken rule marks it with `aria-invalid`. */
export function TextField({ mono, id, "aria-invalid": invalid, ...props }: TextFieldProps) {
  const ownId = useId();
  const fieldId = id ?? ownId;
  const { label, hint, error, verdict, optional, hideLabel, className, ...input } = props;
  const texts = { label, hint, error, verdict, optional, hideLabel, className } as FieldTexts;
  const isInvalid = Boolean(error) || invalid === true || invalid === "true";

  return (
    <Field id={fieldId} {...texts}>
      <input
        type="text"
        autoComplete="off"
        spellCheck={mono ? false : undefined}
        {...input}
        id={fieldId}
        aria-invalid={isInvalid || undefined}
        aria-describedby={describedBy(fieldId, texts)}
        className={controlClass({ mono, invalid: isInvalid }, "w-full")}
      />
    </Field>
  );
}

import { type ComponentProps, useId } from "react";
import { controlClass } from "./control-class.ts";
import { describedBy, Field, type FieldTexts } from "./field.tsx";

type TextAreaProps = FieldTexts & Omit<ComponentProps<"textarea">, "className" | "children"> & { mono?: boolean };

/** Several lines of text with label and messages; grows by the browser's own handle. */
export function TextArea({ mono, id, rows = 3, ...props }: TextAreaProps) {
  const ownId = useId();
  const fieldId = id ?? ownId;
  const { label, hint, error, verdict, optional, hideLabel, className, ...area } = props;
  const texts = { label, hint, error, verdict, optional, hideLabel, className } as FieldTexts;

  return (
    <Field id={fieldId} {...texts}>
      <textarea
        {...area}
        id={fieldId}
        rows={rows}
        aria-invalid={Boolean(error) || undefined}
        aria-describedby={describedBy(fieldId, texts)}
        className={controlClass({ mono, invalid: Boolean(error) }, "w-full resize-y")}
      />
    </Field>
  );
}

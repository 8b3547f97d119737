import { TextField, type TextFieldProps } from "./text-field.tsx";

/**
 * A number as plain text: what was typed stays as it was typed ("6x" too) until the person changes it, because `type="number"`
 * hides what it cannot parse and turns on the mouse wheel. The contract says whether it is a number.
 */
export function NumberField(props: Omit<TextFieldProps, "type" | "inputMode" | "mono">) {
  return <TextField {...props} inputMode="numeric" mono />;
}

import { TextArea } from "../ui/text-area.tsx";

type ReasonFieldProps = { error: string | undefined; hint?: string };

/** Why somebody asks or acts; it is read by who decides and stays in the audit trail. */
export function ReasonField({ error, hint }: ReasonFieldProps) {
  return <TextArea label="Reason" name="reason" rows={2} error={error} hint={hint ?? "Stays in the audit trail."} />;
}

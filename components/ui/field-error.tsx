import { TriangleAlert } from "lucide-react";

/** Why one field was refused. Renders nothing without a message. */
export function FieldError({ id, message }: { id?: string; message?: string | undefined }) {
  if (!message) return null;

  return (
    <p id={id} className="mt-1.5 flex gap-2 text-small text-bad">
      <TriangleAlert aria-hidden className="mt-px size-4 flex-none" />
      <span>{message}</span>
    </p>
  );
}

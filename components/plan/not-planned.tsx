import type { ReactNode } from "react";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";

type NotPlannedProps = {
  title?: string;
  /** The rules could not be asked; then nothing else is known. */
  failed: boolean;
  /** Why there is no plan yet, and what leads to one. */
  children: ReactNode;
};

/** Stands where the plan of a request will stand, as long as there is none. */
export function NotPlanned({ title = "What will happen", failed, children }: NotPlannedProps) {
  return (
    <Card>
      <CardHeader title={title} />
      <CardSection className="text-ink-2">
        {failed
          ? "The rules cannot be asked at the moment. You can submit all the same: they are asked again then."
          : children}
      </CardSection>
    </Card>
  );
}

import type { ComponentProps } from "react";
import { Card, CardSection } from "../ui/card.tsx";
import { ClaimDialog } from "./claim-dialog.tsx";

/** Above the page of a topic that nobody owns: what that means, and the way to change it. */
export function UnownedNotice(props: ComponentProps<typeof ClaimDialog>) {
  return (
    <div className="mb-5">
      <Card>
        <CardSection className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="min-w-0 flex-1 basis-64 text-ink-2">
            Nobody owns this topic. Headgate shows it as it was seen on the cluster, and changes nothing of it.
            {props.teams.length === 0 && " A member of a team can claim it; a platform admin decides."}
          </p>
          {props.teams.length > 0 && <ClaimDialog {...props} />}
        </CardSection>
      </Card>
    </div>
  );
}

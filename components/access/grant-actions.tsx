import type { GrantView } from "#lib/contract/access";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import type { Action } from "../command/use-command.tsx";
import { EndGrantDialog } from "./end-grant-dialog.tsx";
import { RenewGrantDialog } from "./renew-grant-dialog.tsx";

export type GrantCommands = {
  renew: Action<RequestSubmitted>;
  release: Action<unknown>;
  revoke: Action<unknown>;
};

/** What this person may do with a grant: ask for a later end, give it back, take it away. */
export function GrantActions({ grant, commands }: { grant: GrantView; commands: GrantCommands }) {
  const { renew, release, revoke } = grant.may;

  return (
    <span className="flex flex-wrap gap-1.5">
      {renew.allowed && <RenewGrantDialog grant={grant} renew={commands.renew} />}
      {release.allowed && <EndGrantDialog grant={grant} how="release" end={commands.release} />}
      {revoke.allowed && <EndGrantDialog grant={grant} how="revoke" end={commands.revoke} />}
    </span>
  );
}

import { ReleaseGrant } from "#lib/contract/access";
import { endGrantNow } from "../access/end-grant.ts";
import { lockedGrant } from "../access/grant-subject.ts";
import { defineCommand } from "../define-command.ts";

/** Gives access back that is not needed any more, by a member of the team that holds it. */
export const releaseGrant = defineCommand({
  name: "release-grant",
  permission: "access.release",
  input: ReleaseGrant,
  subject: lockedGrant,
  handle: (context, { reason }, { grant }) => endGrantNow(context, grant, { kind: "released", reason }),
});

import { RevokeGrant } from "#lib/contract/access";
import { endGrantNow } from "../access/end-grant.ts";
import { lockedGrant } from "../access/grant-subject.ts";
import { defineCommand } from "../define-command.ts";

/** Ends access at once, with a reason, by an owner of either side or the platform; no approval is needed to take something away. */
export const revokeGrant = defineCommand({
  name: "revoke-grant",
  permission: "access.revoke",
  input: RevokeGrant,
  subject: lockedGrant,
  handle: (context, { reason }, { grant }) => endGrantNow(context, grant, { kind: "revoked", reason }),
});

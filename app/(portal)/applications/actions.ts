"use server";

import { createApplication } from "#lib/server/commands/create-application";
import { deleteApplication } from "#lib/server/commands/delete-application";
import { endPrincipal } from "#lib/server/commands/end-principal";
import { issueCredential } from "#lib/server/commands/issue-credential";
import { releaseGrant } from "#lib/server/commands/release-grant";
import { renewGrant } from "#lib/server/commands/renew-grant";
import { requestPrincipal } from "#lib/server/commands/request-principal";
import { requestQuota } from "#lib/server/commands/request-quota";
import { requestRevert } from "#lib/server/commands/request-revert";
import { retryPrincipal } from "#lib/server/commands/retry-principal";
import { revokeGrant } from "#lib/server/commands/revoke-grant";
import { updateApplication } from "#lib/server/commands/update-application";
import { toAction } from "#lib/server/to-action";

export const makeApplication = toAction(createApplication);
export const changeApplication = toAction(updateApplication);
export const dropApplication = toAction(deleteApplication);

export const askForPrincipal = toAction(requestPrincipal);
export const askForQuota = toAction(requestQuota);
export const askToPutBack = toAction(requestRevert);
export const makeCredential = toAction(issueCredential);
export const dropPrincipal = toAction(endPrincipal);
export const tryPrincipalAgain = toAction(retryPrincipal);

export const askToRenew = toAction(renewGrant);
export const giveGrantBack = toAction(releaseGrant);
export const takeGrant = toAction(revokeGrant);

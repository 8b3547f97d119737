"use server";

import { announceEnding } from "#lib/server/commands/announce-ending";
import { claimTopics } from "#lib/server/commands/claim-topics";
import { releaseGrant } from "#lib/server/commands/release-grant";
import { renewGrant } from "#lib/server/commands/renew-grant";
import { requestAclRemoval } from "#lib/server/commands/request-acl-removal";
import { requestOwnershipTransfer } from "#lib/server/commands/request-ownership-transfer";
import { retryTopic } from "#lib/server/commands/retry-topic";
import { revokeGrant } from "#lib/server/commands/revoke-grant";
import { toAction } from "#lib/server/to-action";

export const retryBlockedTopic = toAction(retryTopic);
export const renewAccess = toAction(renewGrant);
export const revokeAccess = toAction(revokeGrant);
export const releaseAccess = toAction(releaseGrant);
export const askForRemoval = toAction(requestAclRemoval);
export const announceTopicEnding = toAction(announceEnding);
export const claimTopic = toAction(claimTopics);
export const transferOwnership = toAction(requestOwnershipTransfer);

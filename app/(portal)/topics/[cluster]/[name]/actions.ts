"use server";

import { announceEnding } from "#lib/server/commands/announce-ending";
import { cancelTopicChange } from "#lib/server/commands/cancel-topic-change";
import { claimTopics } from "#lib/server/commands/claim-topics";
import { describeTopic } from "#lib/server/commands/describe-topic";
import { releaseGrant } from "#lib/server/commands/release-grant";
import { renewGrant } from "#lib/server/commands/renew-grant";
import { requestAclRemoval } from "#lib/server/commands/request-acl-removal";
import { requestOwnershipTransfer } from "#lib/server/commands/request-ownership-transfer";
import { retryTopic } from "#lib/server/commands/retry-topic";
import { revokeGrant } from "#lib/server/commands/revoke-grant";
import { unblockTopic } from "#lib/server/commands/unblock-topic";
import { toAction } from "#lib/server/to-action";

export const retryBlockedTopic = toAction(retryTopic);
export const renewAccess = toAction(renewGrant);
export const revokeAccess = toAction(revokeGrant);
export const releaseAccess = toAction(releaseGrant);
export const askForRemoval = toAction(requestAclRemoval);
export const announceTopicEnding = toAction(announceEnding);
export const claimTopic = toAction(claimTopics);
export const transferOwnership = toAction(requestOwnershipTransfer);
export const saveDescription = toAction(describeTopic);
export const liftBlock = toAction(unblockTopic);
export const takeChangeBack = toAction(cancelTopicChange);

"use server";

import { approveRequest } from "#lib/server/commands/approve-request";
import { cancelRequest } from "#lib/server/commands/cancel-request";
import { commentRequest } from "#lib/server/commands/comment-request";
import { copyRequest } from "#lib/server/commands/copy-request";
import { rejectRequest } from "#lib/server/commands/reject-request";
import { retryRequest } from "#lib/server/commands/retry-request";
import { withdrawRequest } from "#lib/server/commands/withdraw-request";
import { toAction } from "#lib/server/to-action";

export const approve = toAction(approveRequest);
export const reject = toAction(rejectRequest);
export const withdraw = toAction(withdrawRequest);
export const takeBack = toAction(cancelRequest);
export const comment = toAction(commentRequest);
export const copy = toAction(copyRequest);
export const retry = toAction(retryRequest);

"use server";

import { confirmClusterIdentity } from "#lib/server/commands/confirm-cluster-identity";
import { toAction } from "#lib/server/to-action";

export const confirmIdentity = toAction(confirmClusterIdentity);

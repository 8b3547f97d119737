"use server";

import { confirmClusterIdentity } from "#lib/server/commands/confirm-cluster-identity";
import { updateClusterSettings } from "#lib/server/commands/update-cluster-settings";
import { toAction } from "#lib/server/to-action";

export const confirmIdentity = toAction(confirmClusterIdentity);
export const changeSettings = toAction(updateClusterSettings);

import { z } from "zod";
import { RequestId } from "./common.ts";
import { ACCESS } from "./operations/access.ts";
import { APPLICATIONS } from "./operations/applications.ts";
import { AUDIT } from "./operations/audit.ts";
import { CAMPAIGNS } from "./operations/campaigns.ts";
import { CLUSTERS } from "./operations/clusters.ts";
import { DECOMMISSION } from "./operations/decommission.ts";
import { DRIFT } from "./operations/drift.ts";
import { NOTIFICATIONS } from "./operations/notifications.ts";
import { OFFSET_RESETS } from "./operations/offset-resets.ts";
import type { Operation } from "./operations/operation.ts";
import { OWNERSHIP } from "./operations/ownership.ts";
import { POLICIES } from "./operations/policies.ts";
import { REQUESTS } from "./operations/requests.ts";
import { SCHEMA_REQUESTS } from "./operations/schema-requests.ts";
import { SCHEMAS } from "./operations/schemas.ts";
import { SEARCH } from "./operations/search.ts";
import { TEAMS } from "./operations/teams.ts";
import { TOKENS } from "./operations/tokens.ts";
import { TOPIC_IMPORTS } from "./operations/topic-imports.ts";
import { TOPICS } from "./operations/topics.ts";
import { USERS } from "./operations/users.ts";

export type { Operation } from "./operations/operation.ts";

/** Every call of the API, a file per tag; the document lists them in this order. */
export const OPERATIONS: readonly Operation[] = [
  ...CLUSTERS,
  ...POLICIES,
  ...TOPICS,
  ...TOPIC_IMPORTS,
  ...DRIFT,
  ...DECOMMISSION,
  ...OWNERSHIP,
  ...APPLICATIONS,
  ...ACCESS,
  ...OFFSET_RESETS,
  ...SCHEMAS,
  ...SCHEMA_REQUESTS,
  ...REQUESTS,
  ...AUDIT,
  ...SEARCH,
  ...TEAMS,
  ...USERS,
  ...TOKENS,
  ...NOTIFICATIONS,
  ...CAMPAIGNS,
];

/** Path parameters by name; anything else in a path is plain text. */
export const PATH_PARAMETERS: Record<string, z.ZodType> = {
  requestId: RequestId,
  userId: z.uuid(),
  tokenId: z.uuid(),
  webhookId: z.uuid(),
  principalId: z.uuid(),
  campaignId: z.uuid(),
  grantId: z.uuid(),
  probeId: z.uuid(),
};

import type { RequestKind } from "#lib/domain/request-kind";
import { accessCreation } from "../access/access-creation.ts";
import { accessRenewal } from "../access/access-renewal.ts";
import { aclRemoval } from "../access/acl-removal.ts";
import { offsetReset } from "../offset-resets/offset-reset.ts";
import { ownershipTransfer } from "../ownership/ownership-transfer.ts";
import { principalCreation } from "../principals/principal-creation.ts";
import { principalRevert } from "../principals/principal-revert.ts";
import { quotaChange } from "../principals/quota-change.ts";
import { levelChange } from "../subjects/level-change.ts";
import { schemaRegistration } from "../subjects/schema-registration.ts";
import { subjectAdoption } from "../subjects/subject-adoption.ts";
import { subjectDeletion } from "../subjects/subject-deletion.ts";
import { subjectRevert } from "../subjects/subject-revert.ts";
import { topicImport } from "../topic-import/topic-import.ts";
import { topicAdoption } from "../topic-life/topic-adoption.ts";
import { topicBlock } from "../topic-life/topic-block.ts";
import { topicChange } from "../topic-life/topic-change.ts";
import { topicDeletion } from "../topic-life/topic-deletion.ts";
import { topicRevert } from "../topic-life/topic-revert.ts";
import { topicCreation } from "../topic-requests/topic-creation.ts";
import type { KindOfRequest } from "./request-kind.ts";

/** Every kind of request. One that is added does not compile without its row. */
const KINDS: { readonly [Kind in RequestKind]: KindOfRequest<Kind> } = {
  "topic.create": topicCreation,
  "topic.change": topicChange,
  "topic.revert": topicRevert,
  "topic.adopt": topicAdoption,
  "topic.block": topicBlock,
  "topic.delete": topicDeletion,
  "topic.import": topicImport,
  "ownership.transfer": ownershipTransfer,
  "access.create": accessCreation,
  "access.renew": accessRenewal,
  "principal.create": principalCreation,
  "principal.quota": quotaChange,
  "principal.revert": principalRevert,
  "acl.remove": aclRemoval,
  "schema.register": schemaRegistration,
  "subject.compatibility": levelChange,
  "subject.adopt": subjectAdoption,
  "subject.revert": subjectRevert,
  "subject.delete": subjectDeletion,
  "group.reset": offsetReset,
};

/** What is particular to this kind. */
export function kindOf<Kind extends RequestKind>(kind: Kind): KindOfRequest<Kind> {
  return KINDS[kind];
}

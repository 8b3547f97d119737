"use server";

import { requestCompatibility } from "#lib/server/commands/request-compatibility";
import { requestSubjectAdoption } from "#lib/server/commands/request-subject-adoption";
import { requestSubjectDeletion } from "#lib/server/commands/request-subject-deletion";
import { requestSubjectRevert } from "#lib/server/commands/request-subject-revert";
import { retrySubject } from "#lib/server/commands/retry-subject";
import { toAction } from "#lib/server/to-action";

export const askForCompatibility = toAction(requestCompatibility);
export const askToAdopt = toAction(requestSubjectAdoption);
export const askToPutBack = toAction(requestSubjectRevert);
export const askToDelete = toAction(requestSubjectDeletion);
export const trySubjectAgain = toAction(retrySubject);

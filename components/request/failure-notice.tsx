import type { Failure } from "#lib/domain/result";
import { ErrorSummary } from "../ui/error-summary.tsx";

/**
 * Why a command was refused. Stands in the form that sent it and takes focus. Broken rules are about what was asked, not about
 * this form's fields, so they are told and not linked.
 */
export function FailureNotice({ failure }: { failure: Failure | null }) {
  if (!failure) return null;
  const aboutRules = failure.code === "policy_violated";

  return (
    <div>
      <ErrorSummary detail={failure.detail} errors={aboutRules ? undefined : failure.errors} />
      {aboutRules && (
        <ul className="mb-4 list-disc pl-5 text-small text-bad">
          {failure.errors?.map(({ path, message }) => (
            <li key={`${path} ${message}`}>{message}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The message for one field of a refused form. */
export function errorAt(failure: Failure | null, path: string): string | undefined {
  return failure?.errors?.find((error) => error.path === path)?.message;
}

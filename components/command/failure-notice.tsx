import type { Failure } from "#lib/domain/result";
import { ErrorSummary } from "../ui/error-summary.tsx";

type FailureNoticeProps = {
  failure: Failure | null;
  /** Names of this form's fields: their errors are linked. Left out where every error is about a field. */
  fields?: readonly string[];
};

/**
 * Why a command was refused. Stands in the form that sent it and takes focus. What is wrong elsewhere (a rule that the request
 * breaks) is told and not linked.
 */
export function FailureNotice({ failure, fields }: FailureNoticeProps) {
  if (!failure) return null;
  const { errors = [], detail } = failure;
  const here = errors.filter(({ path }) => fields?.includes(path) ?? true);
  const elsewhere = errors.filter((error) => !here.includes(error) && !detail.includes(error.message));

  return (
    <div>
      <ErrorSummary detail={here.length > 0 ? undefined : detail} errors={here} />
      {elsewhere.length > 0 && (
        <ul className="mb-4 list-disc pl-5 text-small text-bad">
          {elsewhere.map(({ path, message }) => (
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

/** What is asked, and what to do with the answer. */
type Ask<Question, Answer> = {
  /** How long typing must rest before the question is sent, in milliseconds. */
  delayMs: number;
  run: (question: Question, signal: AbortSignal) => Promise<Answer>;
  onAnswer: (answer: Answer) => void;
  /** The latest question failed for another reason than being overtaken. */
  onFailure: (failure: unknown) => void;
};

export type LatestAnswer<Question> = { ask: (question: Question) => void; stop: () => void };

/**
 * Asks only the latest question: waits until typing rests, aborts the question before, and drops every answer that was overtaken, also where
 * the abort came too late.
 */
export function createLatestAnswer<Question, Answer>(options: Ask<Question, Answer>): LatestAnswer<Question> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: AbortController | undefined;

  const stop = () => {
    clearTimeout(timer);
    current?.abort();
    current = undefined;
  };

  const send = async (question: Question) => {
    const mine = new AbortController();
    current = mine;
    const outcome = await options.run(question, mine.signal).then(
      (answer) => () => options.onAnswer(answer),
      (failure: unknown) => () => options.onFailure(failure),
    );
    if (current === mine) outcome();
  };

  return {
    stop,
    ask: (question) => {
      stop();
      timer = setTimeout(send, options.delayMs, question);
    },
  };
}

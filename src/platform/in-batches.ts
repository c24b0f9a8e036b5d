/**
 * Gathers what is asked for while the one before is under way, and asks for all of it at once: a burst costs a few
 * statements and not hundreds. Whoever comes alone does not wait.
 * `ask` gives the replies in the order of the questions. When a whole batch fails, each is asked for on its own.
 */
export function inBatches<Question, Reply>(
  ask: (questions: Question[]) => Promise<Reply[]>,
  most = 100,
): (question: Question) => Promise<Reply> {
  interface Waiting {
    question: Question;
    answered: PromiseWithResolvers<Reply>;
  }
  let waiting: Waiting[] = [];
  let isAsking = false;

  async function askAll(): Promise<void> {
    isAsking = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await settle(batch);
    }
    isAsking = false;
  }

  async function settle(batch: Waiting[]): Promise<void> {
    try {
      const replies = await ask(batch.map(({ question }) => question));
      for (const [i, { answered }] of batch.entries()) answered.resolve(replies[i]!);
    } catch (error) {
      if (batch.length === 1) batch[0]!.answered.reject(error);
      else for (const one of batch) await settle([one]);
    }
  }

  return (question) => {
    const answered = Promise.withResolvers<Reply>();
    waiting.push({ question, answered });
    if (!isAsking) queueMicrotask(() => void (isAsking || askAll()));
    return answered.promise;
  };
}

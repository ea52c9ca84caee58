/** A question of the process that started this one. */
interface Question {
  id: number;
  ask: string;
  with?: unknown;
}

/** Answers questions that come over the IPC channel. The channel alone does not keep the process alive. */
export function answerParent(answers: Record<string, (argument: never) => unknown>): void {
  process.on('message', (question: Question) => {
    const answer = answers[question.ask];
    // Another listener of this process may know it.
    if (answer === undefined) return;
    void Promise.resolve()
      .then(() => answer(question.with as never))
      .then((result) => process.send?.({ id: question.id, result }))
      .catch((error: unknown) => process.send?.({ id: question.id, error: String(error) }));
  });
  process.channel?.unref();
}

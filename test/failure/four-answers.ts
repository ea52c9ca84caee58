/** The texts that answer a question of which `fourAnswers` was told. */
export function answersTo(question: string): string[] {
  return [1, 2, 3, 4].map((number) => `${question}: answer ${number}`);
}

/** Contents that give four answers to a question: four, one behind the other, so that the bot's record has four, too. */
export function fourAnswers(question: string) {
  const [first, ...others] = answersTo(question).map((answer) => ({ title: answer, answer }));
  return [{ ...first!, title: question, chain: others.map(({ title }) => title) }, ...others];
}

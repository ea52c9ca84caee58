/** What a user says carries a token that nobody else ever says: `u12x7`, the seventh of user 12. */
export const userToken = (user: number, count: number): string => `u${user}x${count}`;

/** What an agent writes: `g3x7`, the seventh in the third chat. */
export const agentToken = (chat: number, count: number): string => `g${chat}x${count}`;

/** The first token in a text. */
export function tokenIn(text: string): string | undefined {
  return /[ug]\d+x\d+/.exec(text)?.[0];
}

/**
 * The parts of answers in a text: the bot of the torture says "One of three u12x7", which is part `One:u12x7`.
 * An answer that was found in the bot's history holds several in one text.
 */
export function partsIn(text: string): string[] {
  return Array.from(text.matchAll(/\b([A-Z][a-z]+) of [^\n]*?([ug]\d+x\d+)/g), ([, part, token]) => `${part}:${token}`);
}

/** An option with a value: `--conf DIR`. */
export interface Option {
  name: string;
  /** What stands for the value in the help: `DIR`. */
  placeholder: string;
  /** The value without the option; left out when there is none. */
  default?: string;
  description: string;
}

/** What the user typed behind the name of a command. */
export interface CommandInput {
  /** The value of an option, or its default. */
  values: Readonly<Record<string, string | undefined>>;
  /** The words that are no options. */
  words: readonly string[];
}

/** One command of the command line. The help, the parsing and docs/cli.md come from it. */
export interface Command {
  /** One word or two: `start`, `config defaults`. */
  name: string;
  description: string;
  /** The words that may follow the name, and how many at most. */
  argument?: { placeholder: string; description: string; words: number };
  options: readonly Option[];
  /** Does it, and returns the exit code. */
  run(input: CommandInput): Promise<number>;
}

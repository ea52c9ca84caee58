/** An option: `--conf DIR`, or without a value `--all`. */
export interface Option {
  name: string;
  /** What stands for the value in the help: `DIR`. Left out: the option has none, it is given or not. */
  placeholder?: string;
  /** The value without the option; left out when there is none. */
  default?: string;
  description: string;
}

/** The words that may follow the name of a command. */
export interface Argument {
  placeholder: string;
  description: string;
  /** How many at most. */
  words: number;
  /** What it means to leave them out, for the documentation; without it there has to be a word. */
  otherwise?: string;
}

/** What the user typed behind the name of a command. */
export interface CommandInput {
  /** The value of an option, or its default. */
  values: Readonly<Record<string, string | undefined>>;
  /** The names of the options without a value that were given. */
  flags: ReadonlySet<string>;
  /** The words that are no options. */
  words: readonly string[];
}

/** One command of the command line. The help, the parsing and docs/cli.md come from it. */
export interface Command {
  /** One word or two: `start`, `config defaults`. */
  name: string;
  description: string;
  argument?: Argument;
  options: readonly Option[];
  /** Does it, and returns the exit code. */
  run(input: CommandInput): Promise<number>;
}

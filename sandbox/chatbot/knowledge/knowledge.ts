import type { Action, Attributes, BotAnswer } from '../bot/wire.ts';
import type { DirectAnswerName, FederatedSource, FormSource } from './knowledge-schema.ts';

/** Knowledge as the bot uses it: references resolved, texts filled in, looked up by id. */

export type Choice = { label: string; target: number; attributes: Attributes; revisitableLink?: string };

export type Content = {
  id: number;
  title: string;
  phrases: string[];
  /** Written inside another content's question: found by its whole title only. */
  inPlace: boolean;
  directCall: string;
  /** HTML, one entry per bubble; empty for a content that only asks or lists. */
  bubbles: string[];
  /** Everything the API shows of it: the editor's attributes and those it adds itself. */
  attributes: Attributes;
  flags: string[];
  rateable: boolean;
  smallTalk: boolean;
  related?: { title: string; contents: { id: number; title: string }[] };
  choice?: { question: string; options: Choice[]; more: string };
  /** A yes/no question; without `no` that answer means "none of these". */
  ask?: { question: string; yes: number; no?: number };
  form?: FormSource;
  federated?: FederatedSource;
  chain: number[];
  action?: Action;
  when: { variable: string; is: string; show: number }[];
  userTypes?: number[];
  draft: boolean;
  wire?: BotAnswer[];
};

export type Knowledge = {
  name: string;
  contents: Map<number, Content>;
  byDirectCall: Map<string, Content>;
  directAnswers: Record<DirectAnswerName, string>;
  /** Lower-case names of the variables of the instance, those of its forms included. */
  variables: Set<string>;
};

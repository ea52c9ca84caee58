/**
 * Shapes of the Chatbot API's answers, as the docs "API answer types" and the public connectors show them.
 * What the docs leave open is sent in more than one way on purpose (null, empty, absent), so that a client that
 * trusts one of them is found out here.
 */

export type Attributes = Record<string, unknown>;

export type Source = { type: string; name: string };

export type Option = {
  /** Text to show; for a polar question the key `yes` or `no`, which the client translates. */
  label: string;
  /** To be sent back as `option`. */
  value: number | string;
  attributes?: Attributes | null;
  revisitableLink?: string | true;
};

export type Contents = {
  title: string;
  trackingCode: { clickCode: string; rateCode?: string };
  related?: { relatedTitle: string; relatedContents: { id: number; title: string }[] } | null;
  url?: { value: string; target: string };
  attributes?: Attributes;
};

export type ActionField = {
  fieldType: 'default' | 'list' | 'datePicker';
  variableName: string;
  actionFieldId: string;
  disableInput: boolean;
  listValues: { displayType: 'buttons' | 'dropdown'; values: { label: string[]; option: string }[] } | null;
};

export type Action = { parameters: { callback: string; data?: Record<string, string> } };

export type Answer = {
  type: 'answer' | 'polarQuestion' | 'multipleChoiceQuestion' | 'extendedContentsAnswer';
  message: string;
  messageList: string[];
  flags: string[];
  options?: Option[] | null;
  attributes?: Attributes | null;
  parameters?: { contents: Contents | null } | null;
  source?: Source;
  intent?: { type: string; score: number };
  actionField?: ActionField | null | [];
  actionFieldEvents?: { disable: string[]; updateRequestedAction: string[] } | null;
  actions?: Action[];
  subAnswers?: Answer[];
};

/** An answer as it goes out. Knowledge may also hold answers of no known shape, sent as they were written. */
export type BotAnswer = Answer | Record<string, unknown>;

import { z } from 'zod';

/** What a content editor writes; `sandbox/knowledge/README.md` explains every key. */

const title = z.string().min(1);
const attributes = z.record(z.string(), z.unknown());

const target = z.union([
  title,
  z.strictObject({
    label: title,
    answer: z.string(),
    attributes: attributes.optional(),
  }),
]);

const choice = z.union([
  title,
  z.strictObject({
    label: title,
    content: title.optional(),
    answer: z.string().optional(),
    attributes: attributes.optional(),
    revisitable: z.boolean().optional(),
  }),
]);

const callback = z.strictObject({
  name: z.string(),
  data: z.record(z.string(), z.string()).optional(),
});

const field = z.strictObject({
  variable: z.string().regex(/^[a-z][a-z0-9_]*$/, 'in lower case with underscores, for example first_name'),
  prompt: z.string(),
  type: z.enum(['text', 'email', 'date', 'list']).default('text'),
  error: z.string().optional(),
  display: z.enum(['buttons', 'dropdown']).default('buttons'),
  values: z
    .array(z.union([z.string(), z.strictObject({ option: z.string(), labels: z.array(z.string()).min(1) })]))
    .optional(),
});

const form = z.strictObject({
  fields: z.array(field).min(1),
  /** Asked at the end; "no" leads to the question whether to fill the form again. */
  confirm: z.string().optional(),
  done: z.union([z.string(), z.array(z.string())]),
  callback: callback.optional(),
});

const federated = z.strictObject({
  heading: z.string(),
  source: z.string().default('Site search'),
  results: z
    .array(
      z.strictObject({
        title,
        text: z.string(),
        url: z.string().optional(),
        target: z.enum(['_blank', '_self']).default('_blank'),
        attributes: attributes.optional(),
      }),
    )
    .min(1),
});

export const contentSchema = z.strictObject({
  title,
  phrases: z.array(z.string()).default([]),
  direct_call: z.string().optional(),
  /** HTML; a list makes one bubble of each. */
  answer: z.union([z.string(), z.array(z.string())]).optional(),
  /** Repeats the answer so many times, `$n` counting, for very long answers. */
  repeat: z.int().min(1).optional(),
  attributes: attributes.default({}),
  side_bubble: z.string().default(''),
  flags: z.array(z.string()).default([]),
  escalate: z.boolean().default(false),
  rateable: z.boolean().default(true),
  small_talk: z.boolean().default(false),
  related: z.strictObject({ title: z.string(), contents: z.array(title).min(1) }).optional(),
  options: z
    .strictObject({ question: z.string(), choices: z.array(choice).min(1), more: z.string().optional() })
    .optional(),
  ask: z.strictObject({ question: z.string(), yes: target, no: target.optional() }).optional(),
  form: form.optional(),
  federated: federated.optional(),
  /** Contents shown after this one, each as an answer of its own in the same response. */
  chain: z.array(title).default([]),
  callback: callback.optional(),
  /** Shows another content instead when a variable has this value. */
  when: z.array(z.strictObject({ variable: z.string(), is: z.string(), show: title })).default([]),
  /** Only users of these types may see it. */
  user_types: z.array(z.int().min(0)).optional(),
  /** Not published: only the development environment shows it. */
  draft: z.boolean().default(false),
  /** Answers sent exactly as written, for shapes that no editor can make. */
  wire: z.array(z.record(z.string(), z.unknown())).optional(),
});

const directAnswersSchema = z.strictObject({
  'no-results': z.string().default('Sorry, I found nothing about that.'),
  'no-subset-match': z.string().default('That is not something I may talk about with you.'),
  'all-options-discarded': z.string().default('Then please say it in other words.'),
  'character-limit-exceeded': z.string().default('That was too long for me. Please keep it under 256 characters.'),
  'conversation-error-message': z.string().default('Something went wrong. Please try again.'),
  'multiple-options': z.string().default('I know more than one thing about that. Which one do you mean?'),
  'check-question': z.string().default('Did you mean: $title?'),
  'form-continue': z.string().default('That does not seem to work. Shall we go on with the form?'),
  'form-retry': z.string().default('Would you like to fill in the form again?'),
  'follow-up-question': z.string().default('All right, we leave the form. What else can I do for you?'),
});

/** One knowledge file. Files named in `include` are read from the same folder and added behind it. */
export const knowledgeSchema = z.strictObject({
  name: z.string().default('Knowledge'),
  include: z.array(z.string()).default([]),
  variables: z.array(z.string()).default([]),
  direct_answers: directAnswersSchema.prefault({}),
  contents: z.array(contentSchema).default([]),
});

export type ContentSource = z.output<typeof contentSchema>;
export type ContentInput = z.input<typeof contentSchema>;
export type KnowledgeSource = z.output<typeof knowledgeSchema>;
export type KnowledgeInput = z.input<typeof knowledgeSchema>;
export type DirectAnswerName = keyof z.output<typeof directAnswersSchema>;
export type FormSource = z.output<typeof form>;
export type FieldSource = z.output<typeof field>;
export type ChoiceSource = z.output<typeof choice>;
export type TargetSource = z.output<typeof target>;
export type FederatedSource = z.output<typeof federated>;
export type CallbackSource = z.output<typeof callback>;

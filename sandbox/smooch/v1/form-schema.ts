import { z } from 'zod';

const shown = z.string().min(1, 'must not be empty').max(128, 'must not be longer than 128 characters');

const field = z.strictObject({
  type: z.enum(['text', 'email', 'select']),
  name: shown,
  label: shown,
  placeholder: shown.optional(),
  minSize: z.int().min(1).max(256).optional(),
  maxSize: z.int().min(1).max(256).optional(),
  selectSize: z.int().min(1).optional(),
  options: z
    .array(z.strictObject({ name: shown, label: shown }))
    .min(1)
    .max(20)
    .optional(),
});

export type PostedField = z.output<typeof field>;

/** The questions of a form (Smooch docs: form). */
export const formFieldsSchema = z
  .array(field)
  .min(1, 'must have at least 1 field')
  .max(20, 'must not have more than 20 fields')
  .superRefine((fields, context) => {
    if (new Set(fields.map((one) => one.name)).size < fields.length) context.addIssue('names must be unique');
    if (fields.some((one) => (one.type === 'select') !== (one.options !== undefined))) {
      context.addIssue('a select needs options, other fields have none');
    }
  });

import type { z } from 'zod';
import { mapWith, text, url } from '../field-types.ts';

/** `api.yaml`: the keys of the chatbot instance. That key and secret are there is checked per environment. */
export const apiSchema = mapWith({
  key: text().optional(),
  secret: text().optional(),
  url: url(),
});

/** `api.yaml` once it is checked: the key and the secret are there. */
export type ApiConfig = Required<z.infer<typeof apiSchema>>;

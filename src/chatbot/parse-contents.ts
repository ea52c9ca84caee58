import { asList, asRecord, asText } from '../net/loose-json.ts';
import type { BotContents } from './wire.ts';

type Loose = Record<string, unknown> | undefined;

/**
 * Reads what an answer's `parameters` say about its content (Inbenta docs: answer types, parameters.contents).
 * The tracking page of the documentation puts `trackingCode` one level higher than every client finds it; both count.
 */
export function parseContents(parameters: Loose): BotContents {
  if (parameters === undefined) return { related: [] };
  const contents = asRecord(parameters.contents);
  const inner = asRecord(contents?.trackingCode);
  const outer = asRecord(parameters.trackingCode);
  const related = asRecord(contents?.related);
  return {
    title: asText(contents?.title),
    rateCode: asText(inner?.rateCode) ?? asText(outer?.rateCode),
    clickCode: asText(inner?.clickCode) ?? asText(outer?.clickCode),
    relatedTitle: asText(related?.relatedTitle),
    related: parseRelated(related),
    url: parseUrl(contents),
  };
}

function parseRelated(related: Loose): BotContents['related'] {
  const parsed: BotContents['related'] = [];
  for (const entry of asList(related?.relatedContents)) {
    const content = asRecord(entry);
    const title = asText(content?.title);
    const id = content?.id;
    if (title !== undefined)
      parsed.push({ id: typeof id === 'string' || typeof id === 'number' ? id : undefined, title });
  }
  return parsed;
}

/** `url: {value, target}` of a federated result, or the bare address. */
function parseUrl(contents: Loose): string | undefined {
  return asText(asRecord(contents?.url)?.value) ?? asText(contents?.url);
}

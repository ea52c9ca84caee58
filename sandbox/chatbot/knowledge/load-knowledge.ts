import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { KnowledgeSource } from './knowledge-schema.ts';
import { parseKnowledge } from './parse-knowledge.ts';

/** The knowledge that comes with the sandbox. */
export const SHIPPED_KNOWLEDGE_FILE = join(import.meta.dirname, '../../knowledge/knowledge.yaml');

/**
 * Reads a knowledge file and the files it includes.
 * @throws Error naming the file and what is wrong in it.
 */
export function loadKnowledge(file: string): KnowledgeSource {
  const knowledge = readKnowledgeFile(file);
  const included = knowledge.include.map((name) => loadKnowledge(join(dirname(file), name)));
  return {
    ...knowledge,
    include: [],
    variables: [knowledge, ...included].flatMap(({ variables }) => variables),
    contents: [knowledge, ...included].flatMap(({ contents }) => contents),
  };
}

function readKnowledgeFile(file: string): KnowledgeSource {
  try {
    return parseKnowledge(parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

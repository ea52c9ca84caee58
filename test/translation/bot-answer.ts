import type { BotAnswer } from '../../src/chatbot/wire.ts';
import type { RenderContext } from '../../src/translation/render-context.ts';

/** An answer as `parse-answers` hands it on, with what a test is about. */
export function botAnswer(answer: Partial<BotAnswer> = {}): BotAnswer {
  return {
    type: 'answer',
    messages: [],
    options: [],
    flags: [],
    attributes: {},
    contents: { related: [] },
    actions: [],
    subAnswers: [],
    ...answer,
  };
}

const labels: Record<string, string> = {
  yes: 'Sí',
  no: 'No',
  more_options: 'Más opciones:',
  related: 'Le puede interesar:',
  date_format: 'formato: mm/dd/aaaa',
};

export function renderContext(context: Partial<RenderContext> = {}): RenderContext {
  return {
    label: (key) => labels[key] ?? key,
    lastUserText: 'where is my parcel',
    listSeed: 'turn',
    digester: {},
    sideBubbleAttributes: [],
    ...context,
  };
}

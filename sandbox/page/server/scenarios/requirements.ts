import type { ConnectorSettings } from '../../protocol/page-protocol.ts';

/** The labels and the knowledge are read as the sandbox has them at first. */
export function lacksEnglish({ lang }: ConnectorSettings): string | undefined {
  return lang === 'en' ? undefined : 'This scenario is in English: set the language to "en" in Backstage first.';
}

export function lacksChat(settings: ConnectorSettings): string | undefined {
  if (!settings.chat.enabled) return 'This scenario needs the chat with agents: switch it on in Backstage first.';
  if (settings.chat.workTimeTableActive)
    return 'This scenario needs agents at any time: switch the opening hours off in Backstage first.';
  return lacksEnglish(settings);
}

export function lacksRatings(settings: ConnectorSettings): string | undefined {
  if (!settings.content_ratings.enabled) return 'This scenario needs ratings: switch them on in Backstage first.';
  return lacksEnglish(settings);
}

export function lacksMisses(settings: ConnectorSettings): string | undefined {
  const { triesBeforeEscalation } = settings;
  if (triesBeforeEscalation < 1 || triesBeforeEscalation > 3)
    return 'This scenario needs "triesBeforeEscalation" between 1 and 3: set it in Backstage first.';
  return lacksChat(settings);
}

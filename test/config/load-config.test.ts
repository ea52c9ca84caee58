// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the configuration's own placeholders look like that
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { areCommandsAllowed } from '../../src/config/schema/server-schema.ts';
import { apiKeys, createConfFolder } from './create-conf-folder.ts';

function load(files: Record<string, string> = {}, env: NodeJS.ProcessEnv = {}) {
  return loadConfig({ confDir: createConfFolder(files), env });
}

describe('the shipped defaults', () => {
  test('ask the bot as the original did', () => {
    const { conversation } = load().forEnvironment('production');
    expect(conversation).toEqual({
      default: {
        answers: {
          sideBubbleAttributes: [],
          answerAttributes: ['ANSWER_TEXT'],
          maxOptions: 3,
          maxRelatedContents: 2,
        },
        forms: { allowUserToAbandonForm: true, errorRetries: 2 },
        lang: 'en',
      },
      user_type: 0,
      source: 'smooch',
      content_ratings: {
        enabled: false,
        ratings: [
          { id: 1, label: 'yes', comment: false, isNegative: false },
          { id: 2, label: 'no', comment: true, isNegative: true },
        ],
      },
      digester: { url_buttons: {} },
      miss_direct_calls: ['sys-no-results'],
    });
  });

  test('leave live agents off', () => {
    const { chat, triesBeforeEscalation, negativeRatingsBeforeEscalation } = load().forEnvironment('production');
    expect(chat).toMatchObject({
      enabled: false,
      version: '1',
      roomId: 1,
      source: 3,
      region: 'eu',
      webhook_secrets: [],
      webhook_verification: 'required',
      signature_over: 'body',
      rejected_event: 'CONTACT_REJECTED',
      workTimeTableActive: false,
    });
    for (const unset of ['appId', 'secret', 'lang', 'server', 'closeCommand', 'exitQueueCommand', 'queue', 'survey']) {
      expect(chat).not.toHaveProperty(unset);
    }
    expect([triesBeforeEscalation, negativeRatingsBeforeEscalation]).toEqual([0, 0]);
  });

  test('know where Inbenta and Smooch are', () => {
    const { api, smooch } = load().forEnvironment('production');
    expect(api).toEqual({ key: 'test-key', secret: 'test-secret', url: 'https://api.inbenta.io/v1' });
    expect(smooch).toEqual({
      url: 'https://api.smooch.io',
      webhook_secrets: [],
      app_tokens: undefined,
      media_pause_ms: 2000,
      channels: {},
    });
  });

  test('limit the server', () => {
    expect(load().server).toEqual({
      port: 8080,
      host: '0.0.0.0',
      trust_proxy: false,
      concurrency: 1000,
      retention_days: 7,
      session_days: 30,
      body_limit_kb: 5120,
      keep_alive_seconds: 120,
      max_connections: 4000,
      media_origins: [],
      max_waiting: 50_000,
      flood: { waiting: 100, per_minute: 30 },
      timeouts: {
        connect_ms: 5000,
        bot_ms: 25_000,
        smooch_ms: 15_000,
        other_ms: 10_000,
        media_ms: 30_000,
        media_mb: 50,
      },
    });
  });

  test('bring no rule for an environment and nothing to warn about', () => {
    const config = load();
    expect(config.environments).toEqual([]);
    expect(config.names).toEqual(['production']);
    expect(config.warnings).toEqual([]);
  });
});

describe('layers', () => {
  const rule = 'development: {type: http_host, regex: dev}\n';

  test('an environment overlays custom, custom overlays the defaults, map by map', () => {
    const config = load({
      'custom/environments.yaml': rule,
      'custom/chat.yaml': 'chat: {roomId: 7, guestName: Anna}\ntriesBeforeEscalation: 2\n',
      'development/chat.yml': 'chat: {roomId: 8}\n',
    });
    expect(config.forEnvironment('production').chat).toMatchObject({ roomId: 7, guestName: 'Anna', source: 3 });
    expect(config.forEnvironment('development').chat).toMatchObject({ roomId: 8, guestName: 'Anna', source: 3 });
    expect(config.forEnvironment('development').triesBeforeEscalation).toBe(2);
    expect(config.names).toEqual(['production', 'development']);
  });

  test('a list replaces the list below it whole', () => {
    const files = {
      'custom/conversation.yaml': 'default: {answers: {answerAttributes: [A, B]}}\ncontent_ratings: {ratings: []}\n',
      'production/conversation.yaml': 'default: {answers: {answerAttributes: [C]}}\n',
    };
    const { conversation } = load(files).forEnvironment('production');
    expect(conversation.default.answers.answerAttributes).toEqual(['C']);
    expect(conversation.default.answers.maxOptions).toBe(3);
    expect(conversation.content_ratings.ratings).toEqual([]);
  });

  test('an empty value means not set', () => {
    const { conversation, smooch } = load({
      'custom/conversation.yaml': 'source: mybot\nuser_type: 4\ndefault:\n',
      'production/conversation.yaml': "source: ''\nuser_type: ~\ndigester:\n  button_title:\n",
      'custom/smooch.yaml': "app_tokens: {key: '', secret: ''}\n",
    }).forEnvironment('production');
    expect(conversation).toMatchObject({ source: 'mybot', user_type: 4, default: { lang: 'en' } });
    expect(smooch.app_tokens).toBeUndefined();
  });

  test('each environment may have a Smooch key pair of its own', () => {
    const config = load({
      'custom/environments.yaml': rule,
      'development/smooch.yaml': 'app_tokens: {key: app_dev, secret: s}\n',
    });
    expect(config.forEnvironment('development').smooch.app_tokens).toEqual({ key: 'app_dev', secret: 's' });
    expect(config.forEnvironment('production').smooch.app_tokens).toBeUndefined();
  });

  test('production may have the only keys', () => {
    const config = load({ 'custom/api.yaml': '', 'production/api.yaml': apiKeys });
    expect(config.forEnvironment('production').api.key).toBe('test-key');
    expect(() => config.forEnvironment('gone')).toThrow('custom/api.yaml has no key and secret');
  });

  test('an environment that is not configured gets what custom says', () => {
    const { name, api } = load({ 'production/api.yaml': 'key: other\n' }).forEnvironment('gone');
    expect({ name, key: api.key }).toEqual({ name: 'gone', key: 'test-key' });
  });

  test('custom.yaml is free-form and merged like every other file', () => {
    const { custom } = load({
      'custom/custom.yaml': 'crm: {url: "https://crm.example", retries: 3}\nlist: [1, a, {b: true}]\n',
      'production/custom.yaml': 'crm: {retries: 5}\n',
    }).forEnvironment('production');
    expect(custom).toEqual({ crm: { url: 'https://crm.example', retries: 5 }, list: [1, 'a', { b: true }] });
  });

  test('a folder default beside custom is not read', () => {
    const config = load({ 'default/chat.yaml': 'chat: {roomId: 99}\n' });
    expect(config.forEnvironment('production').chat.roomId).toBe(1);
    expect(config.warnings).toEqual([expect.stringContaining('the defaults are those that come with the connector')]);
  });

  test('hidden folders, such as those of Kubernetes, are no environments', () => {
    const confDir = createConfFolder();
    mkdirSync(join(confDir, '..data'));
    expect(loadConfig({ confDir }).names).toEqual(['production']);
  });
});

describe('values', () => {
  test('digits and true or false in quotes are taken for what is expected', () => {
    const { server } = load({
      'custom/server.yaml': 'port: "9090"\ntrust_proxy: "true"\nflood: {waiting: "0"}\ncommands: "false"\n',
    });
    expect(server).toMatchObject({ port: 9090, trust_proxy: true, commands: false });
    expect(server.flood).toEqual({ waiting: 0, per_minute: 30 });
  });

  test('a text stays text although it looks like a number or a boolean', () => {
    const { api } = load({ 'custom/api.yaml': 'key: "0123"\nsecret: "true"\n' }).forEnvironment('production');
    expect(api).toMatchObject({ key: '0123', secret: 'true' });
  });

  test('environment variables are filled in everywhere, also inside a text and in lists', () => {
    const config = load(
      {
        'custom/api.yaml': 'key: ${KEY}\nsecret: "a-${SECRET}-b"\n',
        'custom/smooch.yaml': 'webhook_secrets: ["${HOOK}"]\n',
        'custom/server.yaml': 'port: ${PORT}\npublic_url: ${EMPTY}\n',
        'custom/custom.yaml': 'plain: $${KEY} and $5\n',
      },
      { KEY: 'k', SECRET: 's', HOOK: 'h', PORT: '9191', EMPTY: '' },
    );
    const { api, smooch, custom } = config.forEnvironment('production');
    expect(api).toMatchObject({ key: 'k', secret: 'a-s-b' });
    expect(smooch.webhook_secrets).toEqual(['h']);
    expect(config.server.port).toBe(9191);
    expect(config.server.public_url).toBeUndefined();
    expect(custom).toEqual({ plain: '${KEY} and $5' });
  });

  test('addresses lose a slash at their end', () => {
    const { smooch, api } = load({
      'custom/smooch.yaml': 'url: https://api.eu-1.smooch.io/\n',
      'custom/api.yaml': `${apiKeys}url: http://127.0.0.1:5000/v1/\n`,
    }).forEnvironment('production');
    expect([smooch.url, api.url]).toEqual(['https://api.eu-1.smooch.io', 'http://127.0.0.1:5000/v1']);
  });

  test('a timetable without hours on any day is a warning', () => {
    const warningsOf = (timetable: string): string[] => {
      const chat = `chat: {workTimeTableActive: true, timezoneWorkingHours: UTC, timetable: ${timetable}}\n`;
      return loadConfig({ confDir: createConfFolder({ 'custom/chat.yaml': chat }) }).warnings;
    };
    const warning = expect.stringContaining('chat.timetable: has no hours on any day of the week');
    expect(warningsOf('{}')).toEqual([warning]);
    expect(warningsOf("{exceptions: {'2026-12-24': ['09:00-12:00']}}")).toEqual([warning]);
    expect(warningsOf("{monday: ['09:00-12:00']}")).toEqual([]);
  });

  test('opening hours are taken as the original wrote them', () => {
    const timetable =
      '{monday: ["09:00 - 13:00", "15:00-24:00"], exceptions: {2026-12-25: [], "2026-12-24": ["09:00-12:00"]}}';
    const { chat } = load({
      'custom/chat.yaml': `chat: {workTimeTableActive: true, timezoneWorkingHours: America/New_York, timetable: ${timetable}}\n`,
    }).forEnvironment('production');
    expect(chat.timetable).toMatchObject({ monday: ['09:00-13:00', '15:00-24:00'], sunday: [] });
    expect(chat.timetable.exceptions).toEqual({ '2026-12-25': [], '2026-12-24': ['09:00-12:00'] });
  });

  test('a channel may be overridden in part', () => {
    const { smooch } = load({
      'custom/smooch.yaml': 'channels: {whatsapp: {buttons: native, max_buttons: 3}, line: {text_length: "500"}}\n',
    }).forEnvironment('production');
    expect(smooch.channels).toEqual({
      whatsapp: { buttons: 'native', max_buttons: 3 },
      line: { text_length: 500 },
    });
  });

  test('keys of the bot that nobody here knows are passed on with a warning', () => {
    const config = load({
      'custom/conversation.yaml': 'default:\n  timezone: Europe/Madrid\n  colour: red\n  answers: {newest: 1}\n',
    });
    expect(config.forEnvironment('production').conversation.default).toMatchObject({
      colour: 'red',
      timezone: 'Europe/Madrid',
      answers: { newest: 1, maxOptions: 3 },
    });
    expect(config.warnings).toEqual([
      expect.stringContaining(
        'conversation.yaml: default.colour: is not known here and goes to the bot as it is (line 3)',
      ),
      expect.stringContaining('default.answers.newest: is not known here'),
    ]);
  });
});

describe('operator commands', () => {
  test('are allowed everywhere but in production', () => {
    const { commands } = load().server;
    expect(['production', 'development', 'any'].map((name) => areCommandsAllowed(commands, name))).toEqual([
      false,
      true,
      true,
    ]);
  });

  test.each([
    ['true', [true, true]],
    ['false', [false, false]],
    ['[production]', [true, false]],
  ])('can be set to %s', (written, expected) => {
    const { commands } = load({ 'custom/server.yaml': `commands: ${written}\n` }).server;
    expect(['production', 'development'].map((name) => areCommandsAllowed(commands, name))).toEqual(expected);
  });
});

describe('warnings', () => {
  test('tell what is accepted but does not help', () => {
    const { warnings } = load({
      'custom/chat.yaml': 'chat:\n  queue: {active: true}\n  survey: 4\n  webhook_verification: off\n',
      'custom/conversation.yaml': 'default: {lang: ja}\n',
      'custom/environments.yaml': 'development: {type: http_host}\n',
      'custom/server.yaml': 'commands: [staging]\n',
      'custom/notes.bak': '',
      'preproduction/smooch.yaml': '',
    });
    for (const expected of [
      'custom/notes.bak: is not read; accepted here: api.yaml, environments.yaml',
      'custom/chat.yaml: chat.queue: is accepted, but has no effect yet (line 2)',
      'custom/chat.yaml: chat.survey: is accepted, but has no effect yet (line 3)',
      'custom/chat.yaml: chat.webhook_verification: is off: whoever knows the address',
      'custom/conversation.yaml: default.lang: has no labels in "ja", so they are in English',
      'custom/environments.yaml: development: is skipped: it has no regex',
      'custom/server.yaml: commands: names "staging", which is no environment here',
      'preproduction: is never used: no rule in environments.yaml leads to it',
    ]) {
      expect(warnings).toContainEqual(expect.stringContaining(expected));
    }
    expect(warnings).toHaveLength(8);
  });

  test('do not speak of a language whose labels the operator brings', () => {
    const { warnings } = load({
      'custom/conversation.yaml': 'default: {lang: ja}\n',
      'custom/lang/ja.yaml': "yes: 'はい'\n",
    });
    expect(warnings).toEqual([]);
  });
});

test('interactive messages are for WhatsApp alone', () => {
  const load = (channel: string) => () =>
    loadConfig({
      confDir: createConfFolder({ 'custom/smooch.yaml': `channels: {${channel}: {buttons: interactive}}\n` }),
    });
  expect(load('whatsapp')().forEnvironment('production').smooch.channels.whatsapp?.buttons).toBe('interactive');
  expect(load('messenger')).toThrow(/channels.messenger.buttons: may be "interactive" on whatsapp only/);
});

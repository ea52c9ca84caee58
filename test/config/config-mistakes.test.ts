// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the configuration's own placeholders look like that
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigErrors } from '../../src/config/config-errors.ts';
import { defaultFileNames, shippedConfDir } from '../../src/config/config-folder.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { apiKeys, createConfFolder } from './create-conf-folder.ts';

/** The lines of what is wrong with a folder, with paths as seen from it. */
function mistakesOf(confDir: string, env: NodeJS.ProcessEnv = {}): string[] {
  try {
    loadConfig({ confDir, env });
  } catch (error) {
    if (!(error instanceof ConfigErrors)) throw error;
    return error.message.split('\n').map((line) => line.replaceAll(`${confDir}/`, ''));
  }
  throw new Error('the configuration was accepted');
}

function mistakesIn(files: Record<string, string>, env: NodeJS.ProcessEnv = {}): string[] {
  return mistakesOf(createConfFolder(files), env);
}

describe('one wrong value is one line with file, key, what is accepted, what was found and the line', () => {
  test.each([
    ['chat', 'chat: {roomId: abc}', 'chat.roomId: must be a whole number, 1 or more, found "abc" (line 1)'],
    ['chat', 'chat:\n  roomId: 1.5', 'chat.roomId: must be a whole number, 1 or more, found 1.5 (line 2)'],
    ['chat', 'chat: []', 'chat: must be a map of: enabled, version, appId,'],
    ['chat', 'chat: {version: 2}', 'chat.version: must be 1, found 2 (line 1)'],
    ['chat', 'chat: {region: asia}', 'chat.region: must be eu or us, found "asia" (line 1)'],
    ['chat', 'chat: {enabled: yes}', 'chat.enabled: must be true or false, found "yes" (line 1)'],
    ['chat', 'chat: {lang: xx}', 'chat.lang: must be ca, de, en, es'],
    [
      'chat',
      'chat: {server: hyperchat.example}',
      'chat.server: must be an address that begins with https:// or http://',
    ],
    ['chat', 'chat: {server: "https://h.example/v1"}', 'without /v1 at its end, found "https://h.example/v1" (line 1)'],
    ['chat', 'chat: {server_port: 70000}', 'chat.server_port: must be a whole number from 1 to 65535, found 70000'],
    ['chat', 'chat: {timezoneWorkingHours: Mars/Base}', 'must be a time zone such as Europe/Madrid, found "Mars/Base"'],
    ['chat', 'chat: {signature_over: all}', 'chat.signature_over: must be body or data, found "all" (line 1)'],
    [
      'chat',
      'triesBeforeEscalation: -1',
      'triesBeforeEscalation: must be a whole number, 0 or more, found -1 (line 1)',
    ],
    ['chat', 'chat: {timetable: {monday: 09:00-18:00}}', 'timetable.monday: must be a list of hours such as'],
    [
      'chat',
      'chat: {timetable: {monday: ["9-18"]}}',
      'timetable.monday[0]: must be hours such as 09:00-18:00, 22:00-02:00 (until the next morning)',
    ],
    ['chat', 'chat: {timetable: {monday: ["09:00-09:00"]}}', 'found "09:00-09:00" (line 1)'],
    ['chat', 'chat: {timetable: {monday: ["24:00-02:00"]}}', 'found "24:00-02:00" (line 1)'],
    ['chat', 'chat: {timetable: {monday: ["20:00-24:30"]}}', 'found "20:00-24:30" (line 1)'],
    ['chat', 'chat: {timetable: {monday: ["22:00-02:00", "23:00-24:00"]}}', 'timetable.monday: has hours that overlap'],
    ['chat', 'chat: {timetable: {exceptions: {12-25: {}}}}', 'exceptions.12-25: must be a list of hours such as'],
    [
      'chat',
      'chat: {timetable: {exceptions: {12-25: {hours: ["9"]}}}}',
      'exceptions.12-25.hours[0]: must be hours such',
    ],
    [
      'chat',
      'chat: {timetable: {exceptions: {12-25: {hours: [], from: 9}}}}',
      '12-25.from: is not known here; accepted: hours',
    ],
    ['chat', 'chat: {timetable: {exceptions: {13-25: []}}}', 'must stand under days such as 2026-12-25, 12-25 (every'],
    [
      'chat',
      'chat: {timetable: {exceptions: {2026-12-26 to 2026-12-24: []}}}',
      'exceptions.2026-12-26 to 2026-12-24: must stand under days such as',
    ],
    ['chat', 'chat: {timetable: {exceptions: {2026-12-24 to 12-26: []}}}', 'must stand under days such as'],
    ['chat', 'chat: {timetable: {monday: ["08:00-12:00", "11:00-13:00"]}}', 'timetable.monday: has hours that overlap'],
    ['chat', 'chat: {timetable: {exceptions: {2026-02-30: []}}}', 'must stand under days such as 2026-12-25'],
    ['chat', 'chat: {timetable: {mon: []}}', 'chat.timetable.mon: is not known here; accepted: monday, tuesday'],
    ['conversation', 'default: {lang: english}', 'default.lang: must be ca, de, en, es'],
    ['conversation', 'default: {answers: {maxOptions: 0}}', 'answers.maxOptions: must be a whole number, 1 or more'],
    ['conversation', 'user_type: x', 'user_type: must be a whole number, 0 or more, found "x" (line 1)'],
    [
      'conversation',
      'content_ratings: {ratings: [{id: 1}]}',
      'content_ratings.ratings[0].label: must be the key of a label',
    ],
    [
      'conversation',
      'digester: {url_buttons: {attribute_name: B}}',
      'needs button_title_var and button_url_var beside',
    ],
    ['conversation', 'answers: {}', 'answers: is not known here; accepted: default, user_type, source'],
    [
      'smooch',
      'url: "https://api.smooch.io/v1.1"',
      'url: must be an address that begins with https:// or http://, without',
    ],
    ['smooch', 'app_tokens: {key: app_1}', 'app_tokens: needs key and secret, or neither (line 1)'],
    [
      'smooch',
      'channels: {line: {buttons: few}}',
      'channels.line.buttons: must be native, text or interactive, found "few" (line 1)',
    ],
    [
      'smooch',
      'channels: {line: {maxButtons: 3}}',
      'channels.line.maxButtons: is not known here; accepted: buttons, max_b',
    ],
    ['smooch', 'media_pause_ms: two', 'media_pause_ms: must be a whole number, 0 or more, found "two" (line 1)'],
    ['server', 'port: 80000', 'port: must be a whole number from 0 to 65535, found 80000 (line 1)'],
    ['server', 'retention_days: 0', 'retention_days: must be a whole number, 1 or more, found 0 (line 1)'],
    [
      'server',
      'flood: {per_minute: many}',
      'flood.per_minute: must be a whole number, 0 or more, found "many" (line 1)',
    ],
    ['server', 'commands: development', 'commands: must be true, false or a list of environment names, found "dev'],
    [
      'server',
      'media_origins: ["https://a.example/x"]',
      'media_origins[0]: must be an origin such as https://media.example',
    ],
    ['server', 'storage: mysql://db', 'storage: must be empty, or an address that begins with postgres://'],
    [
      'environments',
      'default: {type: http_host, regex: a}',
      'default: cannot be the name of an environment (custom, de',
    ],
    [
      'environments',
      '"a b": {type: http_host, regex: a}',
      'a b: cannot be the name of an environment: it must begin with',
    ],
    [
      'environments',
      'dev: {type: host, regex: a}',
      'dev.type: must be http_host or script_name, found "host" (line 1)',
    ],
    ['environments', 'dev: {type: http_host, regex: "/(/"}', 'dev.regex: is not a regular expression that works here'],
    [
      'environments',
      'dev: {type: http_host, regex: "/a/b/c"}',
      'dev.regex: begins with "/" and so ends at the next one',
    ],
    [
      'environments',
      "dev: {type: http_host, regex: '/^(?!www)/'}",
      'dev.regex: uses look-around, which cannot be matched in linear time: rules are tried in their order, so a rule',
    ],
    [
      'environments',
      "dev: {type: http_host, regex: '^(dev)\\1'}",
      'dev.regex: uses a back reference, which cannot be matched in linear time: write the repeated text out, found',
    ],
    ['environments', 'dev: /dev/', 'dev: must be a map of: type, regex, found "/dev/" (line 1)'],
    [
      'api',
      'key: k\nsecret: s\nurl: api.inbenta.io',
      'url: must be an address that begins with https:// or http://, found',
    ],
    ['api', 'key: k\nsecret: 123', 'secret: must be text: put the digits in quotes (line 2)'],
    ['api', 'api: {key: k}\nkey: k\nsecret: s', 'api: is not known here; accepted: key, secret, url (line 1)'],
  ])('%s: %s', (file, text, expected) => {
    const lines = mistakesIn({ [`custom/${file}.yaml`]: `${text}\n` });
    expect(lines).toEqual([expect.stringContaining(expected)]);
    expect(lines[0]).toMatch(new RegExp(`^custom/${file}\\.yaml: `));
  });
});

test('all mistakes of all files and environments are told at once', () => {
  const lines = mistakesIn({
    'custom/api.yaml': '',
    'custom/chat.yaml': 'chat:\n  enabled: true\n  roomId: abc\n  workTimeTableActive: true\n  colour: red\n',
    'custom/server.yaml': 'port: x\nhots: y\n',
    'custom/lang/en.yaml': 'yes: 1\n',
    'development/conversation.yaml': 'user_type: x\n',
  });
  for (const expected of [
    'custom/api.yaml: key: must be set: the API key of your Inbenta chatbot instance (environment production)',
    'custom/api.yaml: secret: must be set: the API secret of your Inbenta chatbot instance (environment production)',
    'custom/api.yaml: key: must be set: the API key of your Inbenta chatbot instance (environment development)',
    'custom/api.yaml: secret: must be set: the API secret of your Inbenta chatbot instance (environment development)',
    'custom/chat.yaml: chat.roomId: must be a whole number, 1 or more, found "abc" (line 3)',
    'custom/chat.yaml: chat.colour: is not known here',
    'custom/chat.yaml: chat.appId: must be set when chat.enabled is true (line 1)',
    'custom/chat.yaml: chat.secret: must be set when chat.enabled is true (line 1)',
    'custom/chat.yaml: chat.timezoneWorkingHours: must be set when chat.workTimeTableActive is true',
    'custom/server.yaml: port: must be a whole number from 0 to 65535, found "x" (line 1)',
    'custom/server.yaml: hots: is not known here; accepted: port, host',
    'custom/lang/en.yaml: yes: must be text, in quotes (line 1)',
    'development/conversation.yaml: user_type: must be a whole number, 0 or more, found "x" (line 1)',
  ]) {
    expect(lines).toContainEqual(expect.stringContaining(expected));
  }
  expect(lines).toHaveLength(13);
});

test('a mistake is looked for where it counts: in the highest layer that has the key', () => {
  const lines = mistakesIn({
    'custom/chat.yaml': 'chat:\n  roomId: 5\n',
    'production/chat.yaml': '\n\nchat:\n  roomId: x\n',
  });
  expect(lines).toEqual(['production/chat.yaml: chat.roomId: must be a whole number, 1 or more, found "x" (line 4)']);
});

test('mistakes can be read by a program too', () => {
  const confDir = createConfFolder({ 'custom/server.yaml': 'port: x\n' });
  try {
    loadConfig({ confDir });
    expect.unreachable();
  } catch (error) {
    expect((error as ConfigErrors).mistakes).toEqual([
      {
        file: join(confDir, 'custom/server.yaml'),
        key: 'port',
        line: 1,
        message: expect.stringContaining('found "x"'),
      },
    ]);
  }
});

describe('secrets', () => {
  test('are not quoted', () => {
    const lines = mistakesIn({
      'custom/api.yaml': 'key: [hush]\nsecret: {hush: hush}\n',
      'custom/smooch.yaml': 'webhook_secrets: hush\napp_tokens: hush\n',
      'custom/chat.yaml': 'chat: {secret: [hush]}\n',
      'custom/server.yaml': 'storage: mysql://hush@db\n',
    });
    expect(lines).toHaveLength(6);
    expect(lines.join('\n')).not.toContain('hush');
  });

  test.each([
    ['chat', 'chat: {server: "http://usr:hush@h.example/v1"}', 'found "http://…:…@h.example/v1"'],
    ['chat', 'chat: {server: "usr:hush@h.example"}', 'found "…:…@h.example"'],
    ['chat', 'chat: {server: "ftp://hush@h.example"}', 'found "ftp://…@h.example"'],
    ['chat', 'chat: {server: "ftp://usr:hu/sh@hush sh@h.example"}', 'found "ftp://…:…@h.example"'],
    ['chat', 'chat: {server: "ftp://usr:very-long-hushing@h.example"}', 'found "ftp://…:very…@h.example"'],
    ['chat', 'chat: {roomId: "https://usr:hush@h.example"}', 'found "https://…:…@h.example"'],
    ['smooch', 'url: "https://usr:hush@h.example/v1.1"', 'found "https://…:…@h.example/v1.1"'],
    ['api', 'key: k\nsecret: s\nurl: "//usr:hush@h.example"', 'found "//…:…@h.example"'],
    ['api', 'key: k\nsecret: s\nurl: "h.example?api_key=hush&a=b"', 'found "h.example?api_key=…&a=b"'],
    ['server', 'public_url: "htps:/usr:hush@h.example"', 'found "htps:/…:…@h.example"'],
    ['server', 'media_origins: ["https://usr:hush@h.example"]', 'media_origins[0]: must be an origin such as'],
    [
      'server',
      'storage: "postgres://usr:hu/sh@db"',
      'storage: must be empty, or an address that begins with postgres://',
    ],
    ['server', '"https://usr:hush@h.example": 1', 'https://…:…@h.example: is not known here'],
    ['chat', 'chat: {region: {password: hush}, guestName: [hush]}', 'chat.region: must be eu or us (line 1)'],
  ])('in an address do not show either: %s: %s', (file, text, expected) => {
    const lines = mistakesIn({ [`custom/${file}.yaml`]: `${text}\n` }).join('\n');
    expect(lines).toContain(expected);
    expect(lines).not.toMatch(/hush|usr/);
  });

  test('do not show in the message about broken YAML', () => {
    const lines = mistakesIn({ 'custom/api.yaml': 'key: "hush\nsecret: hush: hush\n' });
    expect(lines.join('\n')).toContain('custom/api.yaml: ');
    expect(lines.join('\n')).not.toContain('hush');
  });

  test('of an environment variable are not shown when they land in the wrong place', () => {
    const lines = mistakesIn({ 'custom/server.yaml': 'port: ${PORT}\n' }, { PORT: 'hush' });
    expect(lines).toEqual([
      'custom/server.yaml: port: must be a whole number from 0 to 65535, found "${PORT}" (line 1)',
    ]);
  });
});

describe('environment variables', () => {
  test('that are missing are named, and nothing else is said about the key', () => {
    const lines = mistakesIn({
      'custom/api.yaml': 'key: ${THE_KEY}\nsecret: s\n',
      'custom/server.yaml': 'host: h\nport: ${THE_PORT}\n',
    });
    expect(lines).toEqual([
      'custom/api.yaml: key: needs the environment variable THE_KEY, which is not set (line 1)',
      'custom/server.yaml: port: needs the environment variable THE_PORT, which is not set (line 2)',
    ]);
  });

  test('need a name', () => {
    expect(mistakesIn({ 'custom/api.yaml': 'key: ${}\nsecret: ${A-B}\n' })).toEqual([
      expect.stringContaining('key: has a placeholder without the name of an environment variable'),
      expect.stringContaining('secret: has a placeholder without the name of an environment variable'),
    ]);
  });
});

describe('broken YAML', () => {
  test.each([
    ['chat:\n\tenabled: true', 'custom/chat.yaml: lines must be indented with spaces, not with a tab (line 2)'],
    ['chat: {}\nchat: {}', 'custom/chat.yaml: this key stands here twice (line 2)'],
    ['chat: "open', 'custom/chat.yaml: a quote, bracket, comma or colon is missing (line 1)'],
    ['- chat', 'custom/chat.yaml: must hold keys with values ("key: value")'],
    ['chat: *nowhere', 'custom/chat.yaml: has an alias (*name) that leads nowhere'],
    ['chat: !env X', 'custom/chat.yaml: has a tag ("!name") that means nothing here (line 1)'],
    ['a: {}\n---\nb: {}', 'custom/chat.yaml: only one document is allowed in a file'],
  ])('%j', (text, expected) => {
    expect(mistakesIn({ 'custom/chat.yaml': text })).toContainEqual(expect.stringContaining(expected));
  });

  test('of api.yaml is the only thing said about it', () => {
    expect(mistakesIn({ 'custom/api.yaml': 'key: a\nkey: b\n' })).toEqual([
      'custom/api.yaml: this key stands here twice (line 2)',
    ]);
  });
});

describe('files and folders', () => {
  test.each([
    [
      'custom/apis.yaml',
      'custom/apis.yaml: is not known; accepted here: api.yaml, environments.yaml, conversation.yaml',
    ],
    ['custom/chat.php', 'custom/chat.php: cannot be read: write its values into chat.yaml; accepted here: api.yaml'],
    ['custom/api.yml', 'custom/api.yml: stands beside custom/api.yaml; keep one of them'],
    ['custom/lang/en.php', 'custom/lang/en.php: cannot be read: write its labels into en.yaml'],
    [
      'custom/lang/english.yaml',
      'custom/lang/english.yaml: is not named after a language of the bot; accepted: ca, de',
    ],
    ['development/server.yaml', 'development/server.yaml: cannot differ between environments: move it to '],
    ['development/environments.yml', 'development/environments.yml: cannot differ between environments'],
    ['api.yaml', 'api.yaml: is not read here: files go into the folder "custom"'],
    ['lang/en.yaml', 'lang: is not read here: labels go into custom/lang'],
    ['my bot/api.yaml', 'my bot: cannot be the name of an environment: it must begin with a letter'],
  ])('%s', (file, expected) => {
    expect(mistakesIn({ [file]: '' })).toEqual([expect.stringContaining(expected)]);
  });

  test('notes and hidden files may lie anywhere', () => {
    const confDir = createConfFolder({
      'README.md': '',
      'custom/README.md': '',
      'custom/.keep': '',
      '.git/config': '',
    });
    expect(loadConfig({ confDir }).warnings).toEqual([]);
  });

  test('a folder that does not exist', () => {
    const confDir = join(createConfFolder(), 'nowhere');
    expect(mistakesOf(confDir)).toEqual([
      expect.stringContaining('nowhere: is no folder: name the configuration folder'),
    ]);
  });

  test('a folder without configuration', () => {
    const confDir = createConfFolder();
    rmSync(join(confDir, 'custom'), { recursive: true });
    expect(mistakesOf(confDir)).toContainEqual(
      expect.stringContaining('holds no configuration: create the folder "custom"'),
    );
  });

  test('a file that is a broken link', () => {
    const confDir = createConfFolder();
    symlinkSync('/nowhere', join(confDir, 'custom/chat.yaml'));
    expect(mistakesOf(confDir)).toEqual(['custom/chat.yaml: cannot be read (ENOENT)']);
  });
});

test('whatever a file holds, the answer is a configuration or its mistakes', () => {
  const confDir = createConfFolder();
  const shipped = defaultFileNames.map((name) => ({
    name,
    text: readFileSync(join(shippedConfDir, `${name}.yaml`), 'utf8'),
  }));
  const damage = fc.record({
    file: fc.constantFrom(...shipped),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    drop: fc.nat(40),
    insert: fc.oneof(
      fc.constantFrom('[', '{', '&a ', '*a', '<<: ', '\n- ', ': ', '${', '__proto__: {a: 1}\n'),
      fc.string(),
    ),
  });
  fc.assert(
    fc.property(damage, ({ file, place, drop, insert }) => {
      const cut = Math.floor(place * file.text.length);
      const text = file.text.slice(0, cut) + insert + file.text.slice(cut + drop);
      const path = join(confDir, 'custom', `${file.name}.yaml`);
      writeFileSync(path, text);
      try {
        loadConfig({ confDir, env: {} });
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigErrors);
        expect((error as ConfigErrors).mistakes).not.toEqual([]);
      } finally {
        writeFileSync(path, file.name === 'api' ? apiKeys : '');
      }
    }),
    { numRuns: 300 },
  );
});

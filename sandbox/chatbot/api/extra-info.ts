/** group -> entry -> its properties, as an editor publishes them in Extra Info. */
export type ExtraInfoGroups = Record<string, Record<string, Record<string, unknown>>>;

export type ExtraInfo = {
  /** The published entries of a group, or the one with that name; an empty name means all. */
  find(group: string, name?: string): { name: string; value: Record<string, unknown> }[];
  /** Publishes an entry; undefined takes it away. */
  set(group: string, name: string, value: Record<string, unknown> | undefined): void;
  reset(): void;
};

/** What a new Smooch integration finds published: a key pair for each environment, and translated labels. */
export const DEFAULT_EXTRA_INFO: ExtraInfoGroups = {
  smooch: {
    // A property of kind "multiple" is a list of objects, even when there is only one.
    app_tokens: {
      development: [{ key: 'app_development', secret: 'sandbox-development-secret' }],
      preproduction: [{ key: 'app_preproduction', secret: 'sandbox-preproduction-secret' }],
      production: [{ key: 'app_production', secret: 'sandbox-production-secret' }],
    },
    translations: {
      en: [{ yes: 'Yes', no: 'No', thanks: 'Thank you!' }],
      es: [{ yes: 'Sí', no: 'No', thanks: '¡Gracias!' }],
    },
  },
};

export function createExtraInfo(initial: ExtraInfoGroups): ExtraInfo {
  let groups = structuredClone(initial);
  return {
    find(group, name) {
      const entries = Object.entries(groups[group] ?? {}).map(([entry, value]) => ({ name: entry, value }));
      return name === undefined || name === '' ? entries : entries.filter((entry) => entry.name === name);
    },
    set(group, name, value) {
      const { [name]: _old, ...others } = groups[group] ?? {};
      groups = { ...groups, [group]: value === undefined ? others : { ...others, [name]: value } };
    },
    reset() {
      groups = structuredClone(initial);
    },
  };
}

type Attributes = Readonly<Record<string, unknown>>;

/** A content attribute as text: trimmed, numbers in digits; undefined when it is missing, empty or no text. */
export function attributeText(attributes: Attributes, name: string): string | undefined {
  return attributeTexts(attributes, name)[0];
}

/** All texts of a content attribute that may be multiple (Inbenta docs: multiple attributes are lists). */
export function attributeTexts(attributes: Attributes, name: string): string[] {
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  const texts = (Array.isArray(value) ? value : [value]).map((text) => {
    return typeof text === 'string' || typeof text === 'number' ? String(text).trim() : '';
  });
  return texts.filter((text) => text !== '');
}

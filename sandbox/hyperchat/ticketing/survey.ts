/** A survey with one question of each kind (Inbenta's connectors: surveys). */
export function surveyToWire(id: string, token: string): Record<string, unknown> {
  return {
    id,
    token,
    settings: [
      { subtype: 'thankyoupage', value: { message: 'Thank you' } },
      { subtype: 'navigatepage', value: [{ value: 'no', page: 2 }] },
    ],
    pages: [
      {
        id: 1,
        items: [
          { id: 11, type: 'layout', subtype: 'header', settings: [] },
          question(12, 'radio', 'Was it solved?', {
            subtype: 'options',
            value: [
              { label: 'Yes', value: 'yes' },
              { label: 'No', value: 'no' },
            ],
          }),
          question(
            13,
            'scale',
            'How was it?',
            { subtype: 'min', value: { value: 1 } },
            { subtype: 'max', value: { value: 5 } },
          ),
        ],
      },
      { id: 2, items: [question(14, 'textarea', 'Anything else?')] },
    ],
  };
}

function question(id: number, subtype: string, label: string, ...settings: object[]): Record<string, unknown> {
  return { id, type: 'input', subtype, settings: [{ subtype: 'label', value: label }, ...settings] };
}

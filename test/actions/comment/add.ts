import { adf, defineCases, has, paragraph, plain } from '../define-cases';

export default defineCases({
  node: { richText: 'text' },
  payload: { key: 'OPS-1', comment: 'Back to 61 °C.\n*Watching* it.', internal: true },
  calls: {
    cloud: [
      [
        'POST /issue/OPS-1/comment',
        {
          body: adf(paragraph(plain('Back to 61 °C.'), { type: 'hardBreak' }, plain('*Watching* it.'))),
          properties: [{ key: 'sd.public.comment', value: { internal: true } }],
        },
      ],
    ],
    datacenter: [
      [
        'POST /issue/OPS-1/comment',
        {
          body: 'Back to 61 °C.\n\\*Watching\\* it.',
          properties: [{ key: 'sd.public.comment', value: { internal: true } }],
        },
      ],
    ],
  },
  result: has({ body: 'Back to 61 °C.\n*Watching* it.' }),
  browser: { form: { issueIdOrKey: 'OPS-4', body: 'Seen' }, shows: /"text":"Seen"/ },
  example: { payload: { key: 'EX-1', body: 'text' } },
});

import { adf, bold, defineCases, has, paragraph, plain } from '../define-cases';

export default defineCases({
  node: { textFormat: 'markdown' },
  payload: { key: 'OPS-7', commentId: '10503', body: 'Now **fixed**' },
  calls: {
    cloud: [
      ['GET /issue/OPS-7/comment/10503'],
      [
        'PUT /issue/OPS-7/comment/10503',
        {
          body: adf(paragraph(plain('Now '), bold('fixed'))),
          visibility: { type: 'role', value: 'Administrators', identifier: 'Administrators' },
        },
      ],
    ],
    datacenter: [
      ['GET /issue/OPS-7/comment/10503'],
      [
        'PUT /issue/OPS-7/comment/10503',
        { body: 'Now *fixed*', visibility: { type: 'role', value: 'Administrators' } },
      ],
    ],
  },
  result: has({ id: '10503', visibility: { value: 'Administrators' } }),
  browser: { form: { issueIdOrKey: 'OPS-7', commentId: '10503', body: 'Mended' }, shows: /"text":"Mended"/ },
  example: { payload: { key: 'EX-1', commentId: '10000', body: 'text' } },
});

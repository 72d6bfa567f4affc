export const home = {
  attention: 'Needs a person',
  allWell: 'Nothing needs you.',
  nothingYet: 'Nothing has been configured yet',
  begin: 'Write a postbud.yaml (postbud init makes a first one) and run: postbud apply',
  inStep: 'Lists in step',
  ofLists: '{{inStep}} of {{of}}',
  next: 'Comes next',
  noNext: 'Nothing runs by itself.',
} as const

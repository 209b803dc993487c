import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findKeywords, hasKeyword } from './keywords.ts'

/** What is found, as it stands there. */
const found = (body: string, ...keywords: string[]) =>
  findKeywords(body, keywords).map(({ start, end }) => body.slice(start, end))

test('[ALRT4] a keyword is found as a whole word, in any case', () => {
  assert.deepEqual(found('Deploy failed: the DEPLOY of web-deploy.', 'deploy'), [
    'Deploy',
    'DEPLOY',
    'deploy',
  ])
  for (const body of ['deployed', 'redeploy', 'deploy2', 'no such word'])
    assert.ok(!hasKeyword(body, ['deploy']), body)
  assert.deepEqual(found('Ada’s and "ada"', 'Ada'), ['Ada', 'ada'])
  assert.deepEqual(found('**деплой** Деплоя', 'ДЕПЛОЙ'), ['деплой'])
})

test('[ALRT4] in Hangul, Kana and Han it is found anywhere', () => {
  assert.deepEqual(found('오늘배포합니다. 배포는 5시', '배포'), ['배포', '배포'])
  assert.deepEqual(found('本番デプロイ中', 'デプロイ'), ['デプロイ'])
  assert.deepEqual(found('今晚部署上线', '部署'), ['部署'])
  assert.deepEqual(found('deploy를 deploy팀이', 'deploy'), ['deploy', 'deploy'])
  assert.deepEqual(found('QA팀장, xQA팀', 'qa팀'), ['QA팀'])
})

test('[ALRT4] Unicode forms and widths do not matter, and places are those of the body', () => {
  const body = `긴급 ${'배포'.normalize('NFD')} ｄｅｐｌｏｙ ﾃﾞﾌﾟﾛｲ café`
  assert.deepEqual(found(body, '배포'), ['배포'.normalize('NFD')])
  assert.deepEqual(found(body, 'deploy', 'デプロイ'), ['ｄｅｐｌｏｙ', 'ﾃﾞﾌﾟﾛｲ'])
  assert.deepEqual(found(body, 'cafe\u0301'), ['café'])
})

test('[ALRT4] several words and signs are keywords, too', () => {
  assert.deepEqual(found('who is on\n call? #PLT-3699 c++ 🚨', 'on call', 'plt-3699', 'c++', '🚨'), [
    'on\n call',
    'PLT-3699',
    'c++',
    '🚨',
  ])
  assert.ok(!hasKeyword('on callers', ['on call']))
})

test('[ALRT4] like mentions, keywords are not found in code and in addresses', () => {
  assert.deepEqual(found('`deploy` https://deploy.example/deploy\n```\ndeploy\n```\ndeploy', 'deploy'), [
    'deploy',
  ])
})

test('[ALRT4] nothing is found without keywords', () => {
  assert.deepEqual(found('anything'), [])
})

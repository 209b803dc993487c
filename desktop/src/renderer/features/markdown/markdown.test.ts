/** What Markdown becomes, and that 2,000 hostile inputs become nothing else. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { common } from 'lowlight'
import { plainly } from '../messages/quotes.ts'
import { highlight } from './highlight.ts'
import { hostileInputs, longHostileInputs } from './hostile.ts'
import { readMarkdown } from './markdown.ts'
import type { Block, Inline } from './rich.type.ts'
import { isJumbo, mayHaveMarkdown, toInline } from './words.ts'

const ada = { mentions: [{ id: 1, username: 'ada' }] }
const text = (text: string): Inline => ({ is: 'text', text })
const read = (body: string) => readMarkdown(body, {})
const paragraph = (...of: Inline[]): Block => ({ is: 'paragraph', of })

describe('Markdown', () => {
  test('marks', () => {
    assert.deepEqual(read('**a** *b* ~~c~~ `d`'), [
      paragraph(
        { is: 'strong', of: [text('a')] },
        text(' '),
        { is: 'emphasis', of: [text('b')] },
        text(' '),
        { is: 'struck', of: [text('c')] },
        text(' '),
        { is: 'code', text: 'd' },
      ),
    ])
  })

  test('marks stand next to Korean, Japanese and Chinese', () => {
    for (const body of ['**"강조"**는', '**굵게**은', '**「強調」**が', '**强调。**然后'])
      assert.equal(firstWords(read(body))?.is, 'strong', body)
  })

  test('a line break is a line break', () => {
    assert.deepEqual(
      read('a *b*\nc')?.[0],
      paragraph(text('a '), { is: 'emphasis', of: [text('b')] }, text('\n'), text('c')),
    )
  })

  test('lists, tasks and quotes', () => {
    assert.deepEqual(read('2. a\n3. b'), [
      {
        is: 'list',
        start: 2,
        items: [{ of: [paragraph(text('a'))] }, { of: [paragraph(text('b'))] }],
      },
    ])
    assert.deepEqual(read('- [x] a\n- [ ] b'), [
      {
        is: 'list',
        start: null,
        items: [
          { isDone: true, of: [paragraph(text('a'))] },
          { isDone: false, of: [paragraph(text('b'))] },
        ],
      },
    ])
    assert.deepEqual(read('> a'), [{ is: 'quote', of: [paragraph(text('a'))] }])
  })

  test('Korean dates are no lists', () => {
    assert.deepEqual(read('2026. 11. 22. 회의')?.[0]?.is, 'paragraph')
    assert.deepEqual(read('1. 11월\n2. 12월')?.[0]?.is, 'list')
  })

  test('tables', () => {
    assert.deepEqual(read('|a|b|\n|:-:|-:|\n|1|2|'), [
      {
        is: 'table',
        aligns: ['center', 'end'],
        head: [[text('a')], [text('b')]],
        rows: [[[text('1')], [text('2')]]],
      },
    ])
  })

  test('code keeps every letter, also when its fence is not closed', () => {
    assert.deepEqual(read('```TypeScript x\n<b> **a**\n  @ada\n```'), [
      { is: 'code', language: 'typescript', text: '<b> **a**\n  @ada' },
    ])
    assert.deepEqual(read('```\na'), [{ is: 'code', language: '', text: 'a' }])
  })

  test('addresses are found without marks, and none in them is read', () => {
    assert.deepEqual(links(read('see https://a.test/__init__.py_x, *https://b.test*')), [
      'https://a.test/__init__.py_x',
      'https://b.test/',
    ])
    assert.deepEqual(links(read('`x` https://a.test/을 grace@b.test')), [
      'https://a.test/',
      'mailto:grace@b.test',
    ])
    assert.deepEqual(links(read('[a](https://a.test/x)')), ['https://a.test/x'])
  })

  test('pictures become links', () => {
    assert.deepEqual(read('![a](https://a.test/x.png)'), [
      paragraph({ is: 'link', url: 'https://a.test/x.png', of: [text('a')] }),
    ])
  })

  test('emoji have names', () => {
    assert.deepEqual(read(':tada: :+1: :heart: :nobody: 10:20:30 a:tada:b `:tada:`'), [
      paragraph(text('🎉 👍 ❤️ :nobody: 10:20:30 a:tada:b '), { is: 'code', text: ':tada:' }),
    ])
  })

  test('what is nested too deep, or would not be seen, is shown as it was written', () => {
    assert.equal(read(`${'> '.repeat(30)}a`), null)
    assert.equal(read('[a]: https://a.test'), null)
    assert.notEqual(read(`${'> '.repeat(8)}a`), null)
  })
})

describe('Words', () => {
  test('a confirmed mention is one, with what Korean writes behind it', () => {
    assert.deepEqual(toInline('@ada님 @grace', ada), [
      { is: 'mention', whom: 1, text: '@ada' },
      text('님 @grace'),
    ])
    assert.deepEqual(toInline('@room', { mentionsRoom: true }), [
      { is: 'mention', whom: 'room', text: '@room' },
    ])
    assert.deepEqual(toInline('@room', {}), [text('@room')])
  })

  test('most of what people write needs no Markdown', () => {
    for (const body of [
      'Hello!',
      '안녕하세요 (웃음)',
      'a - b',
      'at 10:20',
      'https://a.test/x?y=1#z',
      '3.5',
      '#tag',
      'a@b.c',
    ])
      assert.equal(mayHaveMarkdown(body), false, body)
    for (const body of [
      '*a*',
      '- a',
      '1. a',
      '# a',
      '> a',
      'a\n---',
      '    a',
      '|a|',
      ':tada:',
      '`a`',
      '&amp;',
    ])
      assert.equal(mayHaveMarkdown(body), true, body)
  })

  test('one to three emoji alone are large', () => {
    for (const body of [
      '🎉',
      '👍🏽 👍',
      '👩‍👩‍👧‍👦🏳️‍🌈🇰🇷',
      ' ❤️ ',
      '1️⃣2️⃣',
      '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
    ])
      assert.equal(isJumbo(body), true, body)
    for (const body of ['', '1', '12', '#', '©', '🎉🎉🎉🎉', '🎉!', 'ㅋ'])
      assert.equal(isJumbo(body), false, body)
  })
})

describe('Hostile messages', () => {
  const inputs = hostileInputs()

  test(`[SEC10] nothing in ${inputs.length} of them can run, load or lead elsewhere`, () => {
    assert.ok(inputs.length >= 2_000)
    for (const input of inputs) {
      for (const body of [input, ...withoutMarkdown(input)])
        check(body, readMarkdown(body, { ...ada, mentionsRoom: true }))
      checkInlines(input, toInline(input, ada), 0)
    }
  })

  test('[SEC11] each is read within a quarter of a second, and the longest within one', () => {
    for (const input of inputs) within(250, input, () => readMarkdown(input, ada))
    for (const input of longHostileInputs()) {
      within(1_000, input, () => readMarkdown(input, ada))
      within(1_000, input, () => toInline(input, ada))
      within(50, input, () => mayHaveMarkdown(input) || isJumbo(input))
      within(50, input, () => plainly(input))
    }
  })

  test('[SEC11] colouring them as code of any language changes no letter and takes no longer', () => {
    const some = longHostileInputs().map(input => input.slice(0, 3_000))
    const languages = Object.keys(common)
    some.forEach((input, at) => {
      for (const language of [languages[at % languages.length]!, 'javascript', 'markdown']) {
        const colored = within(1_000, `${language}: ${input}`, () => highlight(language, input))
        assert.equal(lettersOf(colored ?? []), input)
      }
    })
    assert.equal(highlight('__proto__', 'x'), null)
    assert.equal(highlight('constructor', 'x'), null)
  })
})

/** A message that holds no Markdown at all is not read as such: then it must be plain either way. */
function withoutMarkdown(input: string): string[] {
  return mayHaveMarkdown(input) ? [] : [`${input}\n`]
}

function check(input: string, blocks: readonly Block[] | null, depth = 0): void {
  assert.ok(depth < 30, input)
  for (const block of blocks ?? []) {
    switch (block.is) {
      case 'paragraph':
      case 'heading':
        checkInlines(input, block.of, 0)
        break
      case 'quote':
        check(input, block.of, depth + 1)
        break
      case 'list':
        for (const item of block.items) check(input, item.of, depth + 1)
        break
      case 'code':
        assert.match(block.language, /^[\w+#.-]{0,24}$/, input)
        break
      case 'table':
        assert.ok(block.head.length <= 40, input)
        for (const row of [block.head, ...block.rows]) for (const cell of row) checkInlines(input, cell, 0)
        break
      default:
        assert.equal(block.is, 'rule', input)
    }
  }
}

function checkInlines(input: string, inlines: readonly Inline[], depth: number): void {
  assert.ok(depth <= 12, input)
  for (const inline of inlines) {
    if (inline.is === 'link') {
      const { protocol, hostname, href } = new URL(inline.url)
      assert.ok(protocol === 'mailto:' || (/^https?:$/.test(protocol) && hostname !== ''), input)
      // It says in plain letters where it leads.
      assert.match(href, /^[\x21-\x7e]+$/, input)
    } else if (inline.is === 'mention') assert.ok(inline.whom === 1 || inline.whom === 'room', input)
    if ('of' in inline) checkInlines(input, inline.of, depth + 1)
    else assert.equal(typeof inline.text, 'string', input)
  }
}

function within<Answer>(limit: number, input: string, act: () => Answer): Answer {
  // Of this thread's own processor: what else runs on the machine does not count.
  const start = process.threadCpuUsage()
  const answer = act()
  const time = process.threadCpuUsage(start).user / 1000
  assert.ok(time < limit, `${time.toFixed(0)} ms for ${JSON.stringify(input.slice(0, 80))}`)
  return answer
}

function lettersOf(parts: ReturnType<typeof highlight> & object): string {
  return parts.map(part => (typeof part === 'string' ? part : lettersOf(part.of))).join('')
}

function firstWords(blocks: readonly Block[] | null): Inline | undefined {
  return blocks?.[0]?.is === 'paragraph' ? blocks[0].of[0] : undefined
}

function links(blocks: readonly Block[] | null): string[] {
  const found: string[] = []
  const walk = (inlines: readonly Inline[]) => {
    for (const inline of inlines) {
      if (inline.is === 'link') found.push(inline.url)
      if ('of' in inline) walk(inline.of)
    }
  }
  for (const block of blocks ?? []) if (block.is === 'paragraph') walk(block.of)
  return found
}

test('[ALRT5] keywords stand out in words and marks, but neither in code nor in addresses', () => {
  const keywords = ['deploy', '배포']
  const keyword = (text: string): Inline => ({ is: 'keyword', text })
  assert.deepEqual(toInline('오늘배포 https://deploy.test', { keywords }), [
    { is: 'text', text: '오늘' },
    keyword('배포'),
    { is: 'text', text: ' ' },
    { is: 'link', url: 'https://deploy.test/', of: [{ is: 'text', text: 'https://deploy.test' }] },
  ])
  assert.deepEqual(readMarkdown('**Deploy** `deploy` deployed', { keywords }), [
    {
      is: 'paragraph',
      of: [
        { is: 'strong', of: [keyword('Deploy')] },
        { is: 'text', text: ' ' },
        { is: 'code', text: 'deploy' },
        { is: 'text', text: ' deployed' },
      ],
    },
  ])
})
